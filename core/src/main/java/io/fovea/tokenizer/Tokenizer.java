package io.fovea.tokenizer;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Text to token ids and back, exactly as the model's authors cut it (huggingface/tokenizers does
 * the work). Owns native memory: close it. Many threads may use one tokenizer.
 *
 * <p>{@link #encode(String, boolean)} trusts its text: {@code "<image>"} in it becomes the token.
 * For what people write use {@link #encodeText} or {@link #encode(List, boolean)}, where only
 * {@link Piece.Special} makes special tokens.
 */
public final class Tokenizer implements AutoCloseable {

    /**
     * What stands before a text: some tokenizers write a space before the first word only, some
     * before every text.
     */
    public enum After {
        /** Nothing: the text opens the prompt. */
        NOTHING,
        /** A special token, an image or a place. */
        SPECIAL,
        /** Other words, encoded apart from these: an answer after its prompt. */
        WORDS
    }

    private final TokenizerJson json;
    private final NativeTokenizer whole;
    private final @Nullable String[] tokens;
    private final Map<Integer, AddedToken> added;
    private final Set<Integer> guarded;
    private final @Nullable AddedToken marker;
    private final String secret =
            "<"
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    private final int[] opening;
    private final int[] closing;
    private final boolean writesSpaceFirst;
    private volatile @Nullable NativeTokenizer blind;

    private Tokenizer(TokenizerJson json) {
        this.json = json;
        whole = new NativeTokenizer(json.file(), json.text());
        int size = json.idOf().values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
        tokens = new String[size];
        json.idOf().forEach((token, id) -> tokens[id] = token);
        added =
                json.added().stream()
                        .collect(Collectors.toMap(AddedToken::id, token -> token, (a, b) -> a));
        String unknown = json.root().path("model").path("unk_token").asText("");
        Predicate<AddedToken> isUnknown = token -> token.content().equals(unknown);
        guarded =
                json.added().stream()
                        .filter(AddedToken::special)
                        .filter(isUnknown.negate())
                        .map(AddedToken::id)
                        .collect(Collectors.toUnmodifiableSet());
        marker =
                json.added().stream()
                        .filter(AddedToken::isNeutral)
                        .filter(isUnknown.negate())
                        .findFirst()
                        .orElse(null);
        int[] bare = whole.encode("a", false);
        int[] dressed = whole.encode("a", true);
        int start = Math.max(0, indexOf(dressed, bare));
        opening = Arrays.copyOfRange(dressed, 0, start);
        closing =
                Arrays.copyOfRange(
                        dressed, Math.min(dressed.length, start + bare.length), dressed.length);
        int[] inside = encodeText("a", After.SPECIAL);
        String first = inside.length == 0 ? "" : tokenOf(inside[0]);
        writesSpaceFirst = first.startsWith("\u2581") || first.startsWith("\u0120");
    }

    /**
     * Opens the tokenizer of a model folder, or a tokenizer.json itself. Offline.
     *
     * @throws TokenizerError when the file is missing, cut short, not JSON or not a tokenizer
     */
    public static Tokenizer open(Path directoryOrFile) {
        Path file =
                Files.isDirectory(directoryOrFile)
                        ? directoryOrFile.resolve(TokenizerFiles.TOKENIZER)
                        : directoryOrFile;
        return new Tokenizer(TokenizerJson.read(file));
    }

    /**
     * Ids of a text that we wrote ourselves: special tokens in it are recognised.
     *
     * @param addSpecial also the tokens that this tokenizer puts around every text (a bos, say)
     */
    public int[] encode(String text, boolean addSpecial) {
        return whole.encode(text, addSpecial);
    }

    /**
     * Ids of a text that anyone may have written and that opens the prompt; no special token comes
     * out of it.
     */
    public int[] encodeText(String text) {
        return encodeText(text, After.NOTHING);
    }

    /**
     * Ids of a text that anyone may have written, at a given position; no special token comes out
     * of it.
     */
    public int[] encodeText(String text, After after) {
        if (after == After.NOTHING) {
            int[] ids = whole.encode(text, false);
            return clean(ids, 0) ? ids : blind().encode(text, false);
        }
        String words =
                after == After.WORDS && writesSpaceFirst && text.startsWith(" ") && !text.isBlank()
                        ? text.substring(1)
                        : text;
        if (words.isEmpty()) {
            return new int[0];
        }
        if (marker != null) {
            int[] ids = whole.encode(marker.content() + words, false);
            if (clean(ids, 1)) {
                return Arrays.copyOfRange(ids, 1, ids.length);
            }
        }
        int[] ids = blind().encode(secret + words, false);
        return Arrays.copyOfRange(ids, 1, ids.length);
    }

    /**
     * Ids of a prompt: the same as {@link #encode(String, boolean)} of the joined text, except that
     * special tokens come from {@link Piece.Special} only.
     *
     * @param addSpecial also the tokens that this tokenizer puts around every text
     * @throws IllegalArgumentException when a special id is not in the vocabulary
     */
    public int[] encode(List<Piece> pieces, boolean addSpecial) {
        IntStream.Builder ids = IntStream.builder();
        Arrays.stream(addSpecial ? opening : new int[0]).forEach(ids);
        StringBuilder words = new StringBuilder();
        @Nullable AddedToken before = null;
        After after = After.NOTHING;
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Plain(String text) -> words.append(text);
                case Piece.Special(int id) -> {
                    checkId(id);
                    AddedToken token = added.get(id);
                    addWords(words, before, after, token, ids);
                    ids.add(id);
                    before = token;
                    after = After.SPECIAL;
                }
            }
        }
        addWords(words, before, after, null, ids);
        Arrays.stream(addSpecial ? closing : new int[0]).forEach(ids);
        return ids.build().toArray();
    }

    /**
     * Text of ids.
     *
     * @param skipSpecial leave special tokens out
     * @throws IllegalArgumentException when an id is outside the vocabulary
     */
    public String decode(int[] ids, boolean skipSpecial) {
        for (int id : ids) {
            checkId(id);
        }
        return ids.length == 0 ? "" : whole.decode(ids, skipSpecial);
    }

    /** A decoder for ids that come one by one. */
    public StreamingDecoder streamingDecoder(boolean skipSpecial) {
        return new StreamingDecoder(this, skipSpecial);
    }

    /** Id of a token by its exact name, special or not; absent when there is none. */
    public OptionalInt idOf(String token) {
        Integer id = json.idOf().get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /**
     * Name of a token as the vocabulary writes it; empty for an id that the vocabulary leaves out.
     */
    public String tokenOf(int id) {
        checkId(id);
        String token = tokens[id];
        return token == null ? "" : token;
    }

    /** Whether an id stands for a special token. */
    public boolean isSpecial(int id) {
        AddedToken token = added.get(id);
        return token != null && token.special();
    }

    /** Texts of all special tokens. */
    public Set<String> specials() {
        return json.added().stream()
                .filter(AddedToken::special)
                .map(AddedToken::content)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Refuses a model that this tokenizer is not made for.
     *
     * @param rows of the model's embedding; it may have more than there are tokens, never fewer
     * @throws TokenizerError naming both counts
     */
    public void requireFits(int rows) {
        if (size() > rows) {
            throw TokenizerError.of(
                    json.file(),
                    "a tokenizer of " + size() + " tokens does not fit a model of " + rows,
                    "take the tokenizer.json that came with the model");
        }
    }

    /**
     * Ids that tokens may have: one more than the highest. Embeddings may have more rows, never
     * fewer.
     */
    public int size() {
        return tokens.length;
    }

    /**
     * Ids that this tokenizer puts before every text (a bos) when asked to add its special tokens.
     */
    public int[] opening() {
        return opening.clone();
    }

    @Override
    public void close() {
        whole.close();
        NativeTokenizer second = blind;
        if (second != null) {
            second.close();
        }
    }

    private void addWords(
            StringBuilder words,
            @Nullable AddedToken before,
            After after,
            @Nullable AddedToken next,
            IntStream.Builder ids) {
        String text = words.toString();
        words.setLength(0);
        if (before != null && before.rightStrip()) {
            text = text.stripLeading();
        }
        if (next != null && next.leftStrip()) {
            text = text.stripTrailing();
        }
        Arrays.stream(encodeText(text, after)).forEach(ids);
    }

    private boolean clean(int[] ids, int from) {
        return Arrays.stream(ids, from, ids.length).noneMatch(guarded::contains);
    }

    private NativeTokenizer blind() {
        NativeTokenizer ready = blind;
        if (ready == null) {
            synchronized (this) {
                ready = blind;
                if (ready == null) {
                    ready = new NativeTokenizer(json.file(), json.textWithoutSpecials(secret));
                    blind = ready;
                }
            }
        }
        return ready;
    }

    private void checkId(int id) {
        if (id < 0 || id >= tokens.length) {
            throw new IllegalArgumentException(
                    "token id "
                            + id
                            + " is outside the vocabulary of "
                            + json.file()
                            + ": expected 0.."
                            + (tokens.length - 1));
        }
    }

    private static int indexOf(int[] ids, int[] part) {
        for (int i = 0; i + part.length <= ids.length; i++) {
            if (Arrays.equals(ids, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
