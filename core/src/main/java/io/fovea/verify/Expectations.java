package io.fovea.verify;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.Safetensors;
import io.fovea.config.StrictJson;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.tensor.Scope;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code expected.json} and {@code expected.safetensors} of a folder. */
final class Expectations implements AutoCloseable {

    static final String NUMBERS = "expected.safetensors";
    static final String WORDS = "expected.json";
    private static final String DECODED = "decoded_rgb.";

    private final Path folder;
    private final JsonNode words;
    private final Safetensors numbers;

    private Expectations(Path folder, JsonNode words, Safetensors numbers) {
        this.folder = folder;
        this.words = words;
        this.numbers = numbers;
    }

    static Expectations open(Path folder) {
        for (String file : List.of(NUMBERS, WORDS)) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new CheckpointError(
                        "verify",
                        folder,
                        "no " + file,
                        "a model folder with " + WORDS + " and " + NUMBERS,
                        "name a folder that holds what a reference computed");
            }
        }
        return new Expectations(
                folder,
                StrictJson.tree(folder.resolve(WORDS)),
                Safetensors.open(folder.resolve(NUMBERS)));
    }

    Path folder() {
        return folder;
    }

    JsonNode words() {
        return words;
    }

    Set<String> tensors() {
        return numbers.tensors().keySet();
    }

    boolean has(String tensor) {
        return numbers.tensors().containsKey(tensor);
    }

    Values values(String tensor) {
        try (Scope scope = Scope.open()) {
            return Values.of(numbers.load(tensor));
        }
    }

    /** Type and shape as {@code expected.json} lists them. */
    String form(String tensor) {
        var info = numbers.info(tensor);
        return info.type().name().toLowerCase(Locale.ROOT) + " " + info.shape();
    }

    /** The cases, in order. */
    List<JsonNode> cases() {
        List<JsonNode> cases = new ArrayList<>();
        words.path("cases").forEach(cases::add);
        return cases;
    }

    /** A picture as the reference decoded it, so that decoders do not matter. */
    Image decoded(String picture) {
        Values values = values(DECODED + picture);
        byte[] rgb = new byte[values.numbers().length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (int) values.numbers()[i];
        }
        return new Image(new Canvas((int) values.shape()[1], (int) values.shape()[0]), rgb);
    }

    /** Whether the reference kept its decoding of a picture. */
    boolean hasDecoded(String picture) {
        return has(DECODED + picture);
    }

    /** Names of the pictures that the reference decoded. */
    List<String> decodedPictures() {
        return tensors().stream()
                .filter(name -> name.startsWith(DECODED))
                .map(name -> name.substring(DECODED.length()))
                .toList();
    }

    @Override
    public void close() {
        numbers.close();
    }
}
