package io.fovea.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * One tokenizer of the Rust library (huggingface/tokenizers). Never touches the network: the
 * library lies in the jar and is unpacked once, and its own lookups are switched off. Safe for many
 * threads until it is closed.
 */
final class NativeTokenizer implements AutoCloseable {

    private static final Map<String, String> OPTIONS =
            Map.of(
                    "addSpecialTokens",
                    "false",
                    "truncation",
                    "false",
                    "padding",
                    "false",
                    "maxLength",
                    String.valueOf(Integer.MAX_VALUE),
                    "modelMaxLength",
                    String.valueOf(Integer.MAX_VALUE));

    static {
        keepOffline();
    }

    private final HuggingFaceTokenizer library;

    /**
     * @throws TokenizerError when the library refuses the content or cannot be loaded
     */
    NativeTokenizer(Path file, String json) {
        try {
            library =
                    HuggingFaceTokenizer.newInstance(
                            new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                            OPTIONS);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new TokenizerError(
                    file
                            + ": the tokenizer library refuses this file: "
                            + e.getMessage()
                            + "; check that it is the tokenizer.json of a fast tokenizer",
                    e);
        }
    }

    int[] encode(String text, boolean addSpecial) {
        long[] ids = library.encode(wellFormed(text), addSpecial, false).getIds();
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    String decode(int[] ids, boolean skipSpecial) {
        return library.decode(Arrays.stream(ids).asLongStream().toArray(), skipSpecial);
    }

    @Override
    public void close() {
        library.close();
    }

    /** Half a surrogate pair is no character and cannot cross to UTF-8: it becomes U+FFFD. */
    private static String wellFormed(String text) {
        boolean whole =
                text.codePoints()
                        .noneMatch(
                                c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        if (whole) {
            return text;
        }
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void keepOffline() {
        System.setProperty("ai.djl.offline", "true");
        boolean chosen =
                System.getenv("DJL_CACHE_DIR") != null
                        || System.getProperty("DJL_CACHE_DIR") != null;
        if (!chosen && !Files.isWritable(Path.of(System.getProperty("user.home", "")))) {
            try {
                System.setProperty(
                        "DJL_CACHE_DIR", Files.createTempDirectory("fovea-tokenizer").toString());
            } catch (IOException e) {
                throw new TokenizerError(
                        "the tokenizer library needs a folder to unpack itself: neither the home"
                            + " folder nor the temporary folder can be written; set DJL_CACHE_DIR",
                        e);
            }
        }
    }
}
