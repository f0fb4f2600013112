package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.config.ForeignObject;
import io.fovea.language.LanguageFamilies;
import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.Piece;
import io.fovea.tokenizer.Tokenizer;
import io.fovea.vision.EncoderTowerConfig;
import io.fovea.vision.TowerReading;
import io.fovea.vision.VisionTowers;

import java.util.ArrayList;
import java.util.List;

/** Idefics3 and SmolVLM: a picture in tiles, each with a name of its row and column. */
public final class Idefics3Family implements ModelFamily {

    private static final String IMAGE = "<image>";
    private static final String AROUND = "<fake_token_around_image>";
    private static final String WHOLE = "<global-img>";
    private static final String BODY = "model.text_model";

    @Override
    public List<String> modelTypes() {
        return List.of("idefics3", "smolvlm");
    }

    @Override
    public ModelPlan plan(ModelDirectory directory) {
        HfFolder folder = HfFolder.of(directory);
        ForeignObject keys = ForeignObject.of(folder.config(), folder.where());
        LanguageFamilies.Reading text = folder.textConfig("llama");
        TowerReading tower = VisionTowers.read(folder.config(), folder.where());
        int scale = keys.whole("scale_factor", 2);
        int imageId = keys.whole("image_token_id", 128_257);
        keys.orThrow();
        EncoderTowerConfig encoder = (EncoderTowerConfig) tower.config();
        int own = encoder.grid() * encoder.grid() / (scale * scale);
        JsonNode processor =
                folder.directory().json("processor_config.json").orElseGet(folder::config);
        int tileTokens = processor.path("image_seq_len").asInt(own);
        return new HfParts(
                        folder,
                        text,
                        new HfParts.Names("", BODY),
                        new HfParts.Eyes(
                                tower,
                                SpareWeights.ofTower(TiledVision.TOWER, encoder),
                                () -> new TiledVision(encoder, scale, text.config().width()),
                                folder.images(),
                                new HfParts.InPrompt(
                                        IMAGE,
                                        imageId,
                                        tokenizer ->
                                                picture -> pieces(picture, tileTokens, tokenizer),
                                        PositionRule.COUNTING)),
                        null)
                .plan();
    }

    /** Tiles row by row, each row ended by a line break, then the whole picture (Idefics3). */
    private static List<Piece> pieces(PreparedImage picture, int tileTokens, Tokenizer tokenizer) {
        if (!(picture.grid() instanceof ImageGrid.Tiles tiles)) {
            throw new IllegalArgumentException("expected tiles, got " + picture);
        }
        List<Piece> pieces = new ArrayList<>();
        for (int row = 1; row <= tiles.rows(); row++) {
            for (int column = 1; column <= tiles.columns(); column++) {
                String name = "<row_" + row + "_col_" + column + ">";
                tile(pieces, List.of(AROUND, name), tileTokens, tokenizer);
            }
            pieces.add(new Piece.Plain("\n"));
        }
        if (tiles.rows() > 0) {
            pieces.add(new Piece.Plain("\n"));
        }
        tile(pieces, List.of(AROUND, WHOLE), tileTokens, tokenizer);
        pieces.add(new Piece.Special(PromptPieces.id(AROUND, tokenizer)));
        return pieces;
    }

    private static void tile(
            List<Piece> pieces, List<String> before, int tokens, Tokenizer tokenizer) {
        before.forEach(name -> pieces.add(new Piece.Special(PromptPieces.id(name, tokenizer))));
        Piece image = new Piece.Special(PromptPieces.id(IMAGE, tokenizer));
        for (int i = 0; i < tokens; i++) {
            pieces.add(image);
        }
    }
}
