package io.fovea.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.tokenizer.BpeTrainer;
import io.fovea.tokenizer.TokenizerFiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Published models by name, as far as sizes go: what a {@link FreshModel} needs to be of the same
 * shape to the last weight. Words are those of a small vocabulary with the family's special tokens,
 * whose ids the configs name; rows of the embedding beyond it are there and never said.
 */
public final class NamedShapes {

    private static final List<String> NAMES =
            List.of(
                    "llava-1.5-7b",
                    "qwen2-vl-2b",
                    "smollm2-135m",
                    "smolvlm-256m",
                    "tinyllama-1.1b");

    private static final List<String> SENTENCES =
            List.of(
                    "what is in the picture",
                    "where is the red car",
                    "how many apples are there",
                    "what colour is the house behind the tree",
                    "describe the picture in a few words",
                    "there is a small dog on the left and a large cat on the right",
                    "the man and the woman are standing in front of the window",
                    "yes, there are two of them",
                    "no, there is none in this picture",
                    "you are a helpful assistant",
                    "system user assistant: question and answer");

    private static final int VOCABULARY = 512;

    private NamedShapes() {}

    /**
     * The file of a shape.
     *
     * @param specials special tokens in the order of their ids, from 0
     * @param files the files of the folder that are JSON
     */
    record Shape(List<String> specials, Map<String, JsonNode> files) {}

    /** The names, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The folder of a name, without weights.
     *
     * @throws IllegalArgumentException when there is no such name
     */
    public static BlankFolder of(String name) {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("'" + name + "' is none of " + NAMES);
        }
        Shape shape = StrictJson.parse(text(name + ".json"), name, Shape.class);
        SortedMap<String, byte[]> files = new TreeMap<>();
        shape.files.forEach((file, tree) -> files.put(file, utf8(StrictJson.write(tree))));
        files.put(
                TokenizerFiles.TOKENIZER,
                utf8(new BpeTrainer(VOCABULARY, 1, shape.specials).train(SENTENCES).toJson()));
        return new BlankFolder(name, files);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String file) {
        try (InputStream in = NamedShapes.class.getResourceAsStream("shapes/" + file)) {
            if (in == null) {
                throw new IllegalStateException("no resource shapes/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
