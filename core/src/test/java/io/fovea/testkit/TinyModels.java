package io.fovea.testkit;

import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.language.LlamaConfig;
import io.fovea.model.FoveaFamily;
import io.fovea.model.ModelConfig;
import io.fovea.model.ModelFolder;
import io.fovea.model.Preprocessing;
import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Activation;
import io.fovea.perception.MaskDecoderConfig;
import io.fovea.perception.MaskEncoderConfig;
import io.fovea.perception.PerceptionConfig;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.PerceptionHeads;
import io.fovea.perception.Positions;
import io.fovea.perception.SkipConfig;
import io.fovea.perception.TwoWayConfig;
import io.fovea.perception.UpsamplerConfig;
import io.fovea.perception.UpsamplerStage;
import io.fovea.projector.ProjectorConfig;
import io.fovea.tensor.DType;
import io.fovea.tensor.Rng;
import io.fovea.tokenizer.BpeTrainer;
import io.fovea.tokenizer.SpecialTokenNames;
import io.fovea.vision.VitConfig;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Models of Fovea's own family with random but fixed weights, as folders. */
public final class TinyModels {

    /** Special tokens in the order of their ids: pad 0, end 1, image 2, vis 3, phrase 4. */
    public static final List<String> SPECIALS = List.of("<pad>", "</s>", "<image>", "<vis>", "<p>");

    /** Id of the end token. */
    public static final int EOS = 1;

    /** Id of the image token. */
    public static final int IMAGE = 2;

    /** Id of the place token. */
    public static final int VIS = 3;

    private TinyModels() {}

    /** The sizes of a model. */
    public enum Size {
        /** Two layers of width 32 on pictures of 64 pixels, patches of 16: 16 image tokens. */
        TINY,
        /** The sizes of the embedded model: 128 pixels, 64 image tokens, width 192. */
        SMALL
    }

    /** Writes a model that knows places. */
    public static Path folder(Path parent, Size size, long seed) {
        return folder(parent, size, true, seed);
    }

    /**
     * Writes a model folder.
     *
     * @param places whether it has a perception head
     */
    public static Path folder(Path parent, Size size, boolean places, long seed) {
        try {
            Files.createDirectories(parent);
            Path tokenizer = parent.resolve("tokenizer.json");
            int vocabulary = tokenizer(tokenizer);
            Path folder =
                    parent.resolve(
                            "model-"
                                    + size.name().toLowerCase(java.util.Locale.ROOT)
                                    + "-"
                                    + seed
                                    + places);
            try (VisionLanguageModel model = FoveaFamily.model(config(size, places, vocabulary))) {
                PerceptionHeads.attach(model);
                model.initialize(new Rng(seed));
                ModelFolder.save(
                        folder,
                        model,
                        tokenizer,
                        Provenance.now("random", "none", seed, Map.of()),
                        name -> true,
                        DType.FLOAT32);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The config of a model; the vocabulary is that of the tokenizer, made a multiple of 8. */
    public static ModelConfig config(Size size, boolean places, int vocabulary) {
        boolean tiny = size == Size.TINY;
        int width = tiny ? 32 : 192;
        int image = tiny ? 64 : 128;
        ModelConfig config =
                new ModelConfig(
                        ModelConfig.TYPE,
                        new VitConfig(
                                image,
                                16,
                                width,
                                tiny ? 2 : 3,
                                tiny ? 2 : 3,
                                tiny ? 64 : 576,
                                Activation.RELU,
                                VitConfig.Stem.RESIDUAL),
                        new ModelConfig.Fusion(true, false),
                        new ProjectorConfig("mlp", 0),
                        new LlamaConfig(
                                (vocabulary + 7) / 8 * 8,
                                width,
                                tiny ? 64 : 512,
                                tiny ? 2 : 4,
                                tiny ? 2 : 3,
                                tiny ? 2 : 3,
                                null,
                                tiny ? 96 : 1024,
                                1e-5,
                                1e6,
                                false,
                                LlamaConfig.Initialization.NORMAL),
                        new SpecialTokenNames(
                                null, "</s>", "<pad>", "<image>", "<vis>", null, null, "<p>", null,
                                null, null),
                        "fovea-mini",
                        new Preprocessing(
                                image,
                                Preprocessing.Fit.LETTERBOX,
                                0x808080,
                                List.of(0.46, 0.46, 0.46),
                                List.of(0.25, 0.25, 0.25)),
                        null,
                        Map.of());
        return places
                ? config.withExtensions(
                        Map.of(
                                PerceptionHead.EXTENSION,
                                StrictJson.tree(StrictJson.write(perception(size)), "tiny")))
                : config;
    }

    private static PerceptionConfig perception(Size size) {
        boolean tiny = size == Size.TINY;
        int width = tiny ? 32 : 192;
        List<UpsamplerStage> stages =
                tiny
                        ? List.of(UpsamplerStage.transposed(8), UpsamplerStage.transposed(8))
                        : List.of(UpsamplerStage.transposed(32), UpsamplerStage.transposed(16));
        @Nullable SkipConfig skip = new SkipConfig(64, 1);
        return new PerceptionConfig(
                "token",
                width,
                width,
                tiny ? 32 : 256,
                true,
                tiny
                        ? new MaskEncoderConfig(32, 8, 3, false, List.of(8, 8), 1, 32)
                        : new MaskEncoderConfig(32, 16, 3, false, List.of(32, 64), 1, 192),
                new MaskDecoderConfig(
                        new TwoWayConfig(2, tiny ? 16 : 64, tiny ? 2 : 4, tiny ? 32 : 128, 2),
                        Positions.SINUSOID,
                        new UpsamplerConfig(stages, 0, skip)));
    }

    private static int tokenizer(Path file) throws IOException {
        List<String> sentences =
                List.of(
                        "find the red car",
                        "where is the apple",
                        "what is ",
                        "describe the picture",
                        "an apple, a cat and 2 dogs",
                        "none",
                        "yes",
                        "no");
        new BpeTrainer(320, 1, SPECIALS).train(sentences).write(file);
        return 320;
    }
}
