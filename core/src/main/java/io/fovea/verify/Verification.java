package io.fovea.verify;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.model.ModelFolder;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Computes again what a folder expects. Model and expectations are both opened and closed by {@link
 * #run}.
 */
public final class Verification {

    private static final String HALF = "logits_bf16_compute";

    private final Expectations expectations;
    private final ModelFolder.Opened opened;
    private final Consumer<Finding> findings;
    private final Map<String, Values> computed = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();

    private Verification(
            Expectations expectations, ModelFolder.Opened opened, Consumer<Finding> findings) {
        this.expectations = expectations;
        this.opened = opened;
        this.findings = findings;
    }

    /**
     * Verifies a folder.
     *
     * @param findings told each finding as soon as it is known
     * @throws io.fovea.checkpoint.CheckpointError when the folder holds no model that can be
     *     opened, or no expectations
     */
    public static void run(Path folder, Consumer<Finding> findings) {
        try (Expectations expectations = Expectations.open(folder);
                ModelFolder.Opened opened = open(folder, DType.FLOAT32);
                Grad off = Grad.off()) {
            new Verification(expectations, opened, findings).all();
        }
    }

    private static ModelFolder.Opened open(Path folder, DType dtype) {
        return ModelFolder.open(folder, model -> {}, dtype, Device.CPU);
    }

    private void all() {
        new RootWords(expectations, opened, findings).check();
        decoding();
        List<JsonNode> cases = expectations.cases();
        List<CaseWords> words = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            words.add(one("case" + i, cases.get(i)));
        }
        words.removeIf(Objects::isNull);
        batches(words);
        float[] inverse = opened.model().language().inverseFrequencies();
        computed.put("rope_inv_freq", Values.of(new long[] {inverse.length}, inverse));
        tensors();
    }

    /** Pictures from their files, and what one of them alone becomes. */
    private void decoding() {
        for (String name : expectations.decodedPictures()) {
            Image own = ImageReader.read(expectations.folder().resolve("images").resolve(name));
            byte[] rgb = own.rgb();
            double[] levels = new double[rgb.length];
            for (int i = 0; i < rgb.length; i++) {
                levels[i] = rgb[i] & 0xff;
            }
            computed.put(
                    "decoded_rgb." + name,
                    new Values(new long[] {own.height(), own.width(), 3}, levels));
            if (opened.model().sees() && expectations.has("pixel_values." + name)) {
                var image = opened.processor().prepare(expectations.decoded(name));
                computed.put("pixel_values." + name, Values.of(image.shape(), image.pixels()));
            }
        }
    }

    private @Nullable CaseWords one(String name, JsonNode json) {
        try (Scope scope = Scope.open()) {
            CaseInput input = CaseInput.read(name, json, expectations);
            CaseRun run = CaseRun.of(opened, input, expectations, DType.FLOAT32);
            run.values().forEach((tensor, values) -> computed.put(name + "." + tensor, values));
            if (expectations.has(name + "." + HALF)) {
                computed.put(name + "." + HALF, half(input));
            }
            CaseWords words = new CaseWords(name, json, run, opened);
            words.check(findings);
            return words;
        } catch (IllegalArgumentException e) {
            refused.put(name + ".", String.valueOf(e.getMessage()));
            findings.accept(Finding.failed(name, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private Values half(CaseInput input) {
        try (ModelFolder.Opened other = open(expectations.folder(), DType.BFLOAT16);
                Scope scope = Scope.open()) {
            Values logits =
                    CaseRun.of(other, input, expectations, DType.BFLOAT16).values().get("logits");
            return Objects.requireNonNull(logits);
        }
    }

    private void batches(List<CaseWords> cases) {
        for (PaddedBatch.Side side : PaddedBatch.Side.values()) {
            String prefix = "batch_" + side.name().toLowerCase(Locale.ROOT) + ".";
            if (expectations.has(prefix + "input_ids")) {
                int rows = (int) expectations.values(prefix + "input_ids").shape()[0];
                if (rows <= cases.size()) {
                    PaddedBatch.of(
                                    opened,
                                    cases.subList(0, rows).stream().map(CaseWords::ids).toList(),
                                    side)
                            .forEach((name, values) -> computed.put(prefix + name, values));
                }
            }
        }
    }

    private void tensors() {
        for (String name : new TreeSet<>(expectations.tensors())) {
            Values got = computed.get(name);
            findings.accept(
                    got == null
                            ? Finding.failed(name, "not computed: " + reason(name))
                            : Finding.compare(
                                    name, expectations.values(name), got, Bounds.of(name)));
        }
    }

    private String reason(String name) {
        return refused.entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("this expectation is not understood");
    }
}
