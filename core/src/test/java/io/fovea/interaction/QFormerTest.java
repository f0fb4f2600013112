package io.fovea.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The Q-Former gives the numbers of Hugging Face's, under its names. */
class QFormerTest {

    private static final double BOUND = 1e-5;

    private final Golden golden = Golden.open("qformer");

    private QFormerConfig config() {
        JsonNode json = golden.json("config.json");
        return new QFormerConfig(
                8,
                json.path("hidden_size").intValue(),
                json.path("num_hidden_layers").intValue(),
                json.path("num_attention_heads").intValue(),
                json.path("intermediate_size").intValue(),
                json.path("cross_attention_frequency").intValue(),
                json.path("layer_norm_eps").doubleValue());
    }

    @Test
    void itLooksAsHuggingFacesDoes() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                QFormer former = new QFormer(config(), 40)) {
            former.load(golden.weights(""), DType.FLOAT32).orThrow("golden qformer");
            Weights expected = golden.tensors("expected.safetensors");
            Tensor mask =
                    expected.get("encoder_attention_mask")
                            .to(DType.FLOAT32)
                            .sub(1)
                            .mul(1e9)
                            .reshape(2, 1, 1, 13);
            List<Tensor> states =
                    former.forward(
                            expected.get("query_tokens").expand(2, 8, 32),
                            expected.get("encoder_hidden_states"),
                            mask);
            assertThat(states).hasSize(4);
            Close.check("hidden 1", states.get(1), expected.get("hidden1"), BOUND);
            Close.check("last", states.getLast(), expected.get("last_hidden_state"), BOUND);
        }
    }

    @Test
    void withoutTheMaskItSeesMore() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                QFormer former = new QFormer(config(), 40)) {
            former.initialize(new Rng(1));
            Tensor queries = new Rng(2).normal(1, 1, 8, 32);
            Tensor features = new Rng(3).normal(1, 1, 13, 40);
            Tensor whole = former.forward(queries, features, null).getLast();
            Tensor part = former.forward(queries, features.narrow(1, 0, 12), null).getLast();
            assertThat(whole.sub(part).abs().max().item()).isGreaterThan(1e-3);
        }
    }
}
