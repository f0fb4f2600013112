package io.fovea.verify;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.model.ModelFolder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What {@code expected.json} says beside its cases. */
final class RootWords {

    private final Expectations expectations;
    private final ModelFolder.Opened opened;
    private final Consumer<Finding> findings;

    RootWords(Expectations expectations, ModelFolder.Opened opened, Consumer<Finding> findings) {
        this.expectations = expectations;
        this.opened = opened;
        this.findings = findings;
    }

    void check() {
        for (Map.Entry<String, JsonNode> entry : expectations.words().properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            switch (key) {
                case "cases" -> {
                    if (!value.isArray() || value.isEmpty()) {
                        findings.accept(Finding.failed(key, "no cases"));
                    }
                }
                case "tensors" -> forms(value);
                case "family" ->
                        findings.accept(
                                Finding.equal(
                                        key,
                                        value.asText(),
                                        opened.model().description().modelType()));
                case "image_token_id", "image_token_index" ->
                        findings.accept(
                                Finding.equal(
                                        key,
                                        String.valueOf(value.asInt()),
                                        String.valueOf(opened.processor().tokens().image())));
                case "image_seq_len" -> findings.accept(sequence(key, value.asInt()));
                case "seed" -> findings.accept(seed(key, value));
                case "reload_maxabs" ->
                        findings.accept(
                                Finding.compare(
                                        key,
                                        Values.scalar(0),
                                        Values.scalar(value.asDouble(Double.NaN)),
                                        0));
                default ->
                        findings.accept(
                                Finding.failed(
                                        key, "this expectation is not understood: " + value));
            }
        }
    }

    /** A seed says how weights were made by another program; all that can be told is its form. */
    private static Finding seed(String key, JsonNode value) {
        return value.isIntegralNumber()
                ? Finding.passed(key, value + " (how the weights were made; nothing to compute)")
                : Finding.failed(key, "expected a whole number, got " + value);
    }

    private Finding sequence(String key, int expected) {
        return Finding.equal(key, expected, opened.model().vision().tileTokens());
    }

    private void forms(JsonNode listed) {
        Map<String, String> told = new TreeMap<>();
        listed.properties()
                .forEach(
                        entry ->
                                told.put(
                                        entry.getKey(),
                                        entry.getValue().path("dtype").asText()
                                                + " "
                                                + shape(entry.getValue().path("shape"))));
        Map<String, String> there = new TreeMap<>();
        expectations.tensors().forEach(name -> there.put(name, expectations.form(name)));
        TreeSet<String> different = new TreeSet<>();
        there.forEach(
                (name, form) -> {
                    if (!form.equals(told.get(name))) {
                        different.add(name);
                    }
                });
        told.keySet().stream().filter(name -> !there.containsKey(name)).forEach(different::add);
        findings.accept(
                different.isEmpty()
                        ? Finding.passed("tensors", "types and shapes as listed")
                        : Finding.failed(
                                "tensors",
                                "not of the type and shape that is listed: " + different));
    }

    private static List<Long> shape(JsonNode dims) {
        List<Long> shape = new ArrayList<>();
        dims.forEach(dim -> shape.add(dim.asLong()));
        return shape;
    }
}
