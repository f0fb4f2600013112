package io.fovea.language;

import io.fovea.config.ForeignObject;
import io.fovea.nn.RotaryEmbedding;
import io.fovea.nn.RotaryScaling;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * The keys of rotary positions: {@code rope_theta} and {@code rope_scaling} with {@code rope_type}
 * or, in older files, {@code type}; in newer files both in {@code rope_parameters}.
 */
final class RotaryKeys {

    private static final String KNOWN = "default, linear, dynamic, llama3, longrope or mrope";

    private RotaryKeys() {}

    /** What else of a model matters here. */
    record Model(
            double theta, @Nullable Integer originalPositions, int maxPositions, int headWidth) {}

    /** Reads how positions turn; notes what is not computed here. */
    static RotaryEmbedding.Config read(ForeignObject keys, Model model) {
        double theta = keys.number("rope_theta", model.theta);
        Integer original =
                keys.wholeOrNull("original_max_position_embeddings", model.originalPositions);
        Optional<ForeignObject> older = keys.object("rope_scaling");
        Optional<ForeignObject> scaling = keys.object("rope_parameters").or(() -> older);
        if (scaling.isEmpty()) {
            return plain(keys, theta, model);
        }
        ForeignObject own = scaling.get();
        double ownTheta = own.number("rope_theta", theta);
        List<Integer> sections = own.wholes("mrope_section");
        String type = own.text("rope_type", own.text("type", "default"));
        int first =
                own.whole(
                        "original_max_position_embeddings",
                        original == null ? model.maxPositions : original);
        return own.make("", () -> scaling(own, type, first, model))
                .flatMap(
                        known ->
                                own.make(
                                        "",
                                        () ->
                                                checked(
                                                        new RotaryEmbedding.Config(
                                                                ownTheta, known, sections),
                                                        model)))
                .orElseGet(() -> RotaryEmbedding.Config.plain(model.theta));
    }

    private static RotaryEmbedding.Config plain(ForeignObject keys, double theta, Model model) {
        return keys.make("rope_theta", () -> RotaryEmbedding.Config.plain(theta))
                .orElseGet(() -> RotaryEmbedding.Config.plain(model.theta));
    }

    private static RotaryEmbedding.Config checked(RotaryEmbedding.Config config, Model model) {
        new RotaryEmbedding(model.headWidth, config);
        return config;
    }

    private static RotaryScaling scaling(
            ForeignObject keys, String type, int original, Model model) {
        return switch (type) {
            case "default", "mrope" -> new RotaryScaling.Plain();
            case "linear" -> new RotaryScaling.Linear(factor(keys));
            case "dynamic" -> new RotaryScaling.Dynamic(factor(keys), model.maxPositions);
            case "llama3" ->
                    new RotaryScaling.Llama3(
                            factor(keys),
                            required(keys, "low_freq_factor", 1),
                            required(keys, "high_freq_factor", 4),
                            original);
            case "longrope", "su" -> longRope(keys, original, model);
            // Early Phi-3 files call it so; what others call yarn has no short factors.
            case "yarn" ->
                    keys.has("short_factor")
                            ? longRope(keys, original, model)
                            : unknown(keys, type);
            default -> unknown(keys, type);
        };
    }

    private static RotaryScaling unknown(ForeignObject keys, String type) {
        keys.problem("rope_type", KNOWN, '"' + type + '"', "positions cannot be turned so here");
        return new RotaryScaling.Plain();
    }

    private static RotaryScaling longRope(ForeignObject keys, int original, Model model) {
        double stretch =
                original == model.maxPositions
                        ? keys.number("factor", 1)
                        : (double) model.maxPositions / original;
        double attention =
                keys.has("attention_factor")
                        ? keys.number("attention_factor", 1)
                        : RotaryScaling.LongRope.attentionFactor(stretch, original);
        return new RotaryScaling.LongRope(
                keys.numbers("short_factor"), keys.numbers("long_factor"), original, attention);
    }

    private static double factor(ForeignObject keys) {
        return required(keys, "factor", 1);
    }

    /** Goes on with a harmless value after a problem was noted. */
    private static double required(ForeignObject keys, String key, double harmless) {
        if (!keys.has(key)) {
            keys.problem(key, "a number", "nothing", "");
            return harmless;
        }
        return keys.number(key, harmless);
    }
}
