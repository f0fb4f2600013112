package io.fovea.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.config.StrictJson;
import io.fovea.interaction.InteractionOptions.Request;
import io.fovea.model.VisualFeatures;
import io.fovea.nn.Parameter;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What holds for every form of the network. */
class InteractionNetworkTest {

    private static final int HIDDEN = 24;
    private static final int FEATURES = 20;
    private static final int SLOTS = 3;

    private static final TextConfig TEXT = new TextConfig(16, 2, 2, 32);

    static Stream<InteractionForm> forms() {
        return Stream.of(
                new InteractionForm.Cross(32, 2, 4),
                new InteractionForm.Gather(32),
                new InteractionForm.Qformer(new QFormerConfig(6, 16, 2, 2, 32, 2, 1e-12), TEXT),
                new InteractionForm.Decomposed(5, TEXT));
    }

    private static InteractionConfig config(InteractionForm form, Request request) {
        return new InteractionConfig(form, SLOTS, 1, request, false, false, HIDDEN, FEATURES, 2);
    }

    /** With first weights; what keeps it silent drawn too, so that it says something. */
    private static InteractionNetwork spoken(InteractionForm form, Request request) {
        InteractionNetwork network = new InteractionNetwork(config(form, request));
        network.initialize(new Rng(4));
        try (Scope scope = Scope.open()) {
            Weights weights = new Weights();
            network.weights()
                    .asMap()
                    .forEach(
                            (name, tensor) ->
                                    weights.put(
                                            name,
                                            name.startsWith("network.out.weight")
                                                            || name.equals("network.written")
                                                    ? new Rng(6).normal(0.3, tensor.dims())
                                                    : tensor.copy()));
            network.loadCopies(weights, DType.FLOAT32, io.fovea.tensor.Device.CPU)
                    .orThrow("the test");
        }
        return network;
    }

    private static VisualFeatures pictures(int count, long seed) {
        Rng rng = new Rng(seed);
        List<Tensor> layers =
                List.of(rng.normal(1, count, 9, FEATURES), rng.normal(1, count, 9, FEATURES));
        return new VisualFeatures(
                rng.normal(1, count, 9, HIDDEN), layers.getLast(), 3, 3, null, layers);
    }

    private static Tensor answer(InteractionNetwork network, Tensor states, long... pictures) {
        return network.answer(states, pictures(2, 7), pictures, null);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void atFirstItAnswersNothing(InteractionForm form) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                InteractionNetwork network = new InteractionNetwork(config(form, Request.STATE))) {
            network.initialize(new Rng(1));
            Tensor answers = answer(network, new Rng(2).normal(1, 2, HIDDEN), 0, 1);
            assertThat(answers.dims()).containsExactly(2, SLOTS, HIDDEN);
            assertThat(answers.abs().max().item()).isZero();
            Close.checkSame(
                    "slots",
                    network.written(answers).select(0, 1),
                    network.inputs().narrow(0, 1, SLOTS));
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void eachRequestIsAnsweredByItsPictureAlone(InteractionForm form) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                InteractionNetwork network = spoken(form, Request.STATE)) {
            Tensor states = new Rng(2).normal(1, 3, HIDDEN);
            Tensor together = answer(network, states, 1, 0, 1);
            long[] pictureOf = {1, 0, 1};
            for (int i = 0; i < 3; i++) {
                Tensor alone = answer(network, states.narrow(0, i, 1), pictureOf[i]);
                Close.check("request " + i, together.narrow(0, i, 1), alone, 1e-5);
            }
            Tensor swapped = answer(network, states, 0, 1, 0);
            assertThat(differ(together, swapped)).as("the picture matters").isTrue();
            Tensor other = answer(network, states.flip(0), 1, 0, 1);
            assertThat(differ(together, other)).as("the request matters").isTrue();
        }
    }

    private static boolean differ(Tensor a, Tensor b) {
        return a.sub(b).abs().max().item() > 1e-3;
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aLearnedRequestDoesNotDependOnTheQuestion(InteractionForm form) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                InteractionNetwork network = spoken(form, Request.LEARNED);
                InteractionNetwork asking = spoken(form, Request.STATE)) {
            Tensor states = new Rng(2).normal(1, 2, HIDDEN);
            Close.checkSame(
                    "answers",
                    answer(network, states, 0, 1),
                    answer(network, states.flip(0), 0, 1));
            assertThat(differ(answer(network, states, 0, 1), answer(network, states, 1, 0)))
                    .isTrue();
            assertThat(network.readsState()).isFalse();
            assertThat(network.parameterCount() - asking.parameterCount()).isEqualTo(HIDDEN);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyWeightLearns(InteractionForm form) {
        try (Scope scope = Scope.open();
                InteractionNetwork network = spoken(form, Request.STATE)) {
            Tensor states = new Rng(2).normal(1, 3, HIDDEN).requiresGrad(true);
            Tensor written = network.written(answer(network, states, 0, 1, 1));
            written.mul(new Rng(9).normal(1, written.dims())).sum().backward();
            List<String> without = new ArrayList<>();
            network.parameters()
                    .forEach(
                            (name, parameter) -> {
                                if (gradient(parameter) == 0) {
                                    without.add(name);
                                }
                            });
            without.remove("request"); // only an input of the language model
            without.removeIf(name -> name.endsWith("k_proj.bias")); // shifts all scores alike
            without.removeIf(name -> name.endsWith("key.bias"));
            assertThat(without).as("weights without a gradient").isEmpty();
            assertThat(states.grad()).isNotNull();
        }
    }

    private static double gradient(Parameter parameter) {
        Tensor grad = parameter.value().grad();
        return grad == null ? 0 : grad.abs().max().item();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void formsThatLookTellWhere(InteractionForm form) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                InteractionNetwork network = spoken(form, Request.STATE)) {
            RequestReadout readout = new RequestReadout(network, 5);
            readout.read(new Rng(2).normal(1, 1, HIDDEN), pictures(1, 3), 1);
            assertThat(readout.looked()).hasSize(form.looks() ? 1 : 0);
            if (!form.looks()) {
                return;
            }
            assertThat(readout.looked().getFirst()).hasSize(SLOTS);
            for (float[] slot : readout.looked().getFirst()) {
                assertThat(slot).hasSize(9);
                float sum = 0;
                for (float share : slot) {
                    sum += share;
                }
                assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aConfigIsWrittenAndRead(InteractionForm form) {
        InteractionConfig config = config(form, Request.LEARNED);
        String text = StrictJson.write(config);
        assertThat(StrictJson.parse(text, "test", InteractionConfig.class)).isEqualTo(config);
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new InteractionForm.Cross(30, 2, 4))
                .hasMessageContaining("30")
                .hasMessageContaining("4 heads");
        assertThatThrownBy(
                        () ->
                                StrictJson.parse(
                                        "{\"slots\": 0}", "options", InteractionOptions.class))
                .hasMessageContaining("slots is at least 1, got 0");
        assertThatThrownBy(
                        () ->
                                StrictJson.parse(
                                        "{\"form\": {\"type\": \"lens\"}}",
                                        "options",
                                        InteractionOptions.class))
                .hasMessageContaining("cross, gather, qformer, decomposed");
        InteractionOptions options =
                StrictJson.parse("{\"request\": \"learned\"}", "options", InteractionOptions.class);
        assertThat(options.request()).isEqualTo(Request.LEARNED);
        assertThat(options.slots()).isEqualTo(8);
        assertThat(options.sized(192, 192, 4).form())
                .isEqualTo(new InteractionForm.Cross(96, 2, 3));
    }
}
