package io.fovea.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.nn.Recompute;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Layers that are computed again give the gradients of layers that are kept. */
class RecomputeTest {

    private static final int LENGTH = 9;

    private static Decoder model() {
        Decoder model =
                new Decoder(
                        new LlamaConfig(
                                        64,
                                        32,
                                        64,
                                        4,
                                        2,
                                        2,
                                        null,
                                        96,
                                        1e-5,
                                        1e4,
                                        false,
                                        LlamaConfig.Initialization.NORMAL)
                                .decoder());
        model.initialize(new Rng(3));
        return model;
    }

    private static Tensor numbers(int below, int factor) {
        long[] values = LongStream.range(0, 2 * LENGTH).map(i -> i * factor % below).toArray();
        return Tensor.of(values, 2, LENGTH);
    }

    /** Loss and gradients by name; what has no gradient is left out. */
    private static Map<String, Tensor> gradients(Decoder model, Recompute recompute, boolean tap) {
        model.recompute(recompute);
        model.parameters().values().forEach(parameter -> parameter.value().clearGrad());
        Map<String, Tensor> gradients = new HashMap<>();
        try (Scope scope = Scope.open()) {
            Tensor[] seen = new Tensor[1];
            LanguageOutput output =
                    model.forward(
                            new LanguageInput(
                                            model.embed(numbers(64, 7)),
                                            numbers(LENGTH, 1),
                                            null,
                                            null,
                                            tap
                                                    ? Map.of(
                                                            2,
                                                            (weights, own) ->
                                                                    seen[0] = own.keep(weights))
                                                    : Map.of())
                                    .only(2));
            Tensor loss = model.logits(output.last()).pow(2).mean();
            loss = loss.add(output.states().getFirst().pow(2).mean());
            loss = tap ? loss.add(seen[0].pow(2).mean()) : loss;
            loss.backward();
            gradients.put("loss", scope.keep(loss.detach().copy()));
            model.parameters()
                    .forEach(
                            (name, parameter) -> {
                                Tensor gradient = parameter.value().grad();
                                if (gradient != null) {
                                    gradients.put(name, scope.keep(gradient.copy()));
                                }
                            });
        }
        return gradients;
    }

    private static void check(Decoder model, boolean tap) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> kept = gradients(model, Recompute.NOTHING, tap);
            Map<String, Tensor> again = gradients(model, Recompute.LAYERS, tap);
            assertThat(again.keySet()).isEqualTo(kept.keySet());
            kept.forEach(
                    (name, gradient) -> Close.check(name, again.get(name), gradient, 1e-6, 1e-4));
        }
    }

    @Test
    void everythingLearns() {
        try (Decoder model = model()) {
            check(model, false);
        }
    }

    @Test
    void aLayerWhoseAttentionIsLookedAt() {
        try (Decoder model = model()) {
            check(model, true);
        }
    }

    @Test
    void belowTheLowestLayerThatLearnsNothingIsRecorded() {
        try (Decoder model = model();
                Scope scope = Scope.open()) {
            model.setTrainable(false);
            model.blocks().get(2).setTrainable(true);
            for (Recompute recompute : Recompute.values()) {
                model.recompute(recompute);
                LanguageOutput output =
                        model.forward(
                                new LanguageInput(
                                        model.embed(numbers(64, 7)),
                                        numbers(LENGTH, 1),
                                        null,
                                        null,
                                        Map.of()));
                assertThat(output.states().stream().map(Tensor::requiresGrad))
                        .containsExactly(false, false, false, true, true);
            }
        }
    }

    @Test
    void backwardEndsAtTheLowestLayerThatLearns() {
        try (Decoder model = model();
                Scope scope = Scope.open()) {
            model.setTrainable(false);
            model.blocks().get(2).setTrainable(true);
            check(model, false);
            assertThat(gradients(model, Recompute.LAYERS, false).keySet())
                    .contains("model.layers.2.mlp.up_proj.weight")
                    .allMatch(name -> name.contains("layers.2.") || name.equals("loss"));
        }
    }
}
