package io.fovea.model;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.config.ForeignObject;
import io.fovea.language.LanguageFamilies;
import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.tokenizer.Piece;
import io.fovea.vision.Qwen2VisionConfig;
import io.fovea.vision.TowerReading;
import io.fovea.vision.VisionTowers;

import java.util.Collections;
import java.util.List;

/** Qwen2-VL: pictures near their own size, positions in time, row and column. */
public final class Qwen2VlFamily implements ModelFamily {

    private static final String IMAGE = "<|image_pad|>";

    @Override
    public List<String> modelTypes() {
        return List.of("qwen2_vl");
    }

    @Override
    public ModelPlan plan(ModelDirectory directory) {
        HfFolder folder = HfFolder.of(directory);
        ForeignObject keys = ForeignObject.of(folder.config(), folder.where());
        int imageId = keys.whole("image_token_id", 151_655);
        keys.orThrow();
        LanguageFamilies.Reading text = folder.language("qwen2_vl");
        TowerReading tower = VisionTowers.read(folder.config(), folder.where());
        Qwen2VisionConfig vision = (Qwen2VisionConfig) tower.config();
        return new HfParts(
                        folder,
                        text,
                        HfParts.Names.OWN,
                        new HfParts.Eyes(
                                tower,
                                name -> false,
                                () -> new PackedVision(vision),
                                folder.images(),
                                new HfParts.InPrompt(
                                        IMAGE,
                                        imageId,
                                        tokenizer -> picture -> pieces(picture, imageId),
                                        new GridPositions(imageId))),
                        null)
                .plan();
    }

    private static List<Piece> pieces(PreparedImage picture, int imageId) {
        if (!(picture.grid() instanceof ImageGrid.Patches grid)) {
            throw new IllegalArgumentException("expected flattened patches, got " + picture);
        }
        int merge = grid.cut().merge();
        return Collections.nCopies(grid.count() / (merge * merge), new Piece.Special(imageId));
    }
}
