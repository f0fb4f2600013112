package io.fovea.verify;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.model.ModelFolder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** What {@code expected.json} says of one case. */
final class CaseWords {

    /** The reference said so many tokens, or fewer when it came to an end. */
    private static final int SAID = 20;

    private final String name;
    private final JsonNode json;
    private final CaseRun run;
    private final ModelFolder.Opened opened;
    private @Nullable GreedyRun cached;
    private @Nullable GreedyRun uncached;

    CaseWords(String name, JsonNode json, CaseRun run, ModelFolder.Opened opened) {
        this.name = name;
        this.json = json;
        this.run = run;
        this.opened = opened;
    }

    int[] ids() {
        return run.prefill().ids();
    }

    void check(Consumer<Finding> findings) {
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            findings.accept(one(name + ":" + entry.getKey(), entry.getKey(), entry.getValue()));
        }
    }

    private Finding one(String path, String key, JsonNode value) {
        return switch (key) {
            case "conversation", "question", "images" -> Finding.passed(path, "asked as it says");
            case "prompt" -> prompt(path, value);
            case "generated_ids", "generated_ids_hf_generate_cached" ->
                    Finding.equal(path, numbers(value), cached().ids());
            case "generated_ids_no_cache" -> Finding.equal(path, numbers(value), uncached().ids());
            case "generated_text" -> Finding.equal(path, value.asText(), text());
            case "no_cache_agrees", "cached_agrees" ->
                    Finding.equal(path, value.asBoolean(), cached().ids().equals(uncached().ids()));
            case "min_top2_margin" -> near(path, value, margin());
            case "logits_absmax" ->
                    near(path, value, Objects.requireNonNull(run.values().get("logits")).largest());
            case "logits_fp32_vs_fp64_maxabs" ->
                    Finding.compare(
                            path,
                            Values.scalar(0),
                            Values.scalar(value.asDouble(Double.NaN)),
                            Bounds.ARITHMETIC);
            case "n_tiles" -> Finding.equal(path, value.asInt(), tiles());
            default -> Finding.failed(path, "this expectation is not understood: " + value);
        };
    }

    /** A case without words begins with ids. */
    private Finding prompt(String path, JsonNode value) {
        return value.isNull()
                ? Finding.passed(path, "none: the case begins with its input_ids")
                : Finding.equal(path, value.asText(), run.text());
    }

    private static Finding near(String path, JsonNode value, double got) {
        return Finding.compare(
                path,
                Values.scalar(value.asDouble(Double.NaN)),
                Values.scalar(got),
                Bounds.ARITHMETIC);
    }

    /** The reference measured it where it has both runs on the one without a cache. */
    private double margin() {
        return json.has("generated_ids_no_cache") && !cached().ids().equals(uncached().ids())
                ? Math.min(cached().margin(), uncached().margin())
                : cached().margin();
    }

    private int tiles() {
        return run.values().containsKey("pixel_values_u8")
                ? (int) Objects.requireNonNull(run.values().get("pixel_values_u8")).shape()[1]
                : 0;
    }

    /** Rows of the embedding beyond the tokenizer's ids have no text. */
    private String text() {
        int known = opened.tokenizer().size();
        int[] ids =
                cached().ids().stream()
                        .mapToInt(Integer::intValue)
                        .filter(id -> id < known)
                        .toArray();
        return opened.tokenizer().decode(ids, false);
    }

    private GreedyRun cached() {
        if (cached == null) {
            cached = GreedyRun.cached(opened.model(), run.prefill(), ends(), SAID);
        }
        return cached;
    }

    private GreedyRun uncached() {
        if (uncached == null) {
            uncached = GreedyRun.uncached(opened.model(), run.prefill(), ends(), SAID);
        }
        return uncached;
    }

    private Set<Integer> ends() {
        return opened.processor().ends();
    }

    private static List<Integer> numbers(JsonNode value) {
        List<Integer> numbers = new ArrayList<>();
        value.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }
}
