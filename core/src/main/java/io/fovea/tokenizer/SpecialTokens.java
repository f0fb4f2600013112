package io.fovea.tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ids of the special tokens of a model by use; null where the model has none. See {@link
 * SpecialTokenNames}.
 */
public record SpecialTokens(
        @Nullable Integer bos,
        @Nullable Integer eos,
        @Nullable Integer pad,
        @Nullable Integer image,
        @Nullable Integer vis,
        @Nullable Integer visStart,
        @Nullable Integer visEnd,
        @Nullable Integer phraseStart,
        @Nullable Integer phraseEnd,
        @Nullable Integer request,
        @Nullable Integer answer) {

    /**
     * Looks all names up.
     *
     * @throws TokenizerError naming every token that the tokenizer lacks, and by how many rows
     *     embeddings would grow
     */
    public static SpecialTokens of(SpecialTokenNames names, Tokenizer tokenizer) {
        List<String> missing = new ArrayList<>();
        SpecialTokens found =
                new SpecialTokens(
                        id("bos", names.bos(), tokenizer, missing),
                        id("eos", names.eos(), tokenizer, missing),
                        id("pad", names.pad(), tokenizer, missing),
                        id("image", names.image(), tokenizer, missing),
                        id("vis", names.vis(), tokenizer, missing),
                        id("visStart", names.visStart(), tokenizer, missing),
                        id("visEnd", names.visEnd(), tokenizer, missing),
                        id("phraseStart", names.phraseStart(), tokenizer, missing),
                        id("phraseEnd", names.phraseEnd(), tokenizer, missing),
                        id("request", names.request(), tokenizer, missing),
                        id("answer", names.answer(), tokenizer, missing));
        if (!missing.isEmpty()) {
            throw new TokenizerError(
                    "the tokenizer lacks "
                            + missing.size()
                            + " special tokens: "
                            + String.join(", ", missing)
                            + "; it has "
                            + tokenizer.size()
                            + " ids, so add them to its"
                            + " added_tokens and grow the embeddings to "
                            + (tokenizer.size() + missing.size())
                            + " rows");
        }
        return found;
    }

    /**
     * An id that the caller cannot do without.
     *
     * @param use the name of the component, for the message
     * @throws TokenizerError when it is null
     */
    public static int need(@Nullable Integer id, String use) {
        if (id == null) {
            throw new TokenizerError(
                    "this model has no special token for '"
                            + use
                            + "'; name one in its configuration (specialTokens."
                            + use
                            + ")");
        }
        return id;
    }

    /** All ids that are there. */
    public Set<Integer> all() {
        return Stream.of(
                        bos,
                        eos,
                        pad,
                        image,
                        vis,
                        visStart,
                        visEnd,
                        phraseStart,
                        phraseEnd,
                        request,
                        answer)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Integer id(
            String use, @Nullable String name, Tokenizer tokenizer, List<String> missing) {
        if (name == null) {
            return null;
        }
        OptionalInt id = tokenizer.idOf(name);
        if (id.isEmpty()) {
            missing.add(use + " '" + name + "'");
            return null;
        }
        return id.getAsInt();
    }
}
