package io.fovea.language;

import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The text side of Qwen2-VL: image features come from the fixture, positions have three axes. */
class Qwen2VlTextGoldenTest {

    private static final long IMAGE = 352;

    @Test
    void logitsOfPicturesAndWordsAreThoseOfTheReference() {
        Golden golden = Golden.open("qwen2vl-fp32");
        DecoderConfig config = LanguageFamilies.read(golden.json("config.json"), "qwen2vl-fp32");
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                Decoder decoder = new Decoder(config)) {
            Weights own = new Weights();
            golden.tensors("model.safetensors")
                    .asMap()
                    .forEach(
                            (name, tensor) -> {
                                if (!name.startsWith("visual.")) {
                                    own.put(name, tensor);
                                }
                            });
            decoder.load(own, DType.FLOAT32).orThrow("qwen2vl-fp32");
            Weights expected = golden.tensors("expected.safetensors");
            for (String name : List.of("case0", "case1", "case2")) {
                LanguageOutput out =
                        decoder.forward(
                                new LanguageInput(
                                        embeddings(decoder, expected, name),
                                        expected.get(name + ".position_ids"),
                                        null,
                                        null,
                                        Map.of()));
                Close.check(name, decoder.logits(out.last()), expected.get(name + ".logits"), 1e-4);
            }
        }
    }

    private static Tensor embeddings(Decoder decoder, Weights expected, String name) {
        Tensor ids = expected.get(name + ".input_ids");
        Tensor words = decoder.embed(ids);
        if (!expected.contains(name + ".image_features")) {
            return words;
        }
        List<Long> places = new ArrayList<>();
        long[] all = ids.toLongs();
        for (int i = 0; i < all.length; i++) {
            if (all[i] == IMAGE) {
                places.add((long) i);
            }
        }
        long[] at = places.stream().mapToLong(Long::longValue).toArray();
        return words.indexCopy(
                1, Tensor.of(at, at.length), expected.get(name + ".image_features").unsqueeze(0));
    }
}
