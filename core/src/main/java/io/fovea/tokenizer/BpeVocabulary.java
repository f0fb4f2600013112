package io.fovea.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * A byte-level BPE vocabulary, ready to be written as a tokenizer.json that {@link Tokenizer} and
 * Hugging Face's libraries read. A text decodes to itself, but for one space at its start, which
 * tokens cannot tell from none.
 *
 * @param specialTokens names; their ids are 0, 1, ...
 * @param tokens all tokens; the place is the id
 * @param merges {@code left right}, most important first
 */
public record BpeVocabulary(List<String> specialTokens, List<String> tokens, List<String> merges) {

    public BpeVocabulary {
        specialTokens = List.copyOf(specialTokens);
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }

    /** The content of the file; equal vocabularies give equal text. */
    public String toJson() {
        ObjectNode root = TokenizerJson.JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < specialTokens.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", specialTokens.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        root.putNull("post_processor");
        ArrayNode decoders = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        byteLevel(decoders.addObject());
        decoders.addObject()
                .put("type", "Strip")
                .put("content", " ")
                .put("start", 1)
                .put("stop", 0);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout")
                .putNull("unk_token")
                .putNull("continuing_subword_prefix")
                .putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        ArrayNode order = model.putArray("merges");
        merges.forEach(order::add);
        return root.toPrettyString() + "\n";
    }

    /**
     * Writes the file; it is there whole or not at all.
     *
     * @throws IOException when the folder cannot be written
     */
    public void write(Path tokenizerJson) throws IOException {
        // Not createTempFile: the file would keep its rights, which are for its owner alone.
        Path part =
                tokenizerJson
                        .toAbsolutePath()
                        .resolveSibling(
                                "."
                                        + tokenizerJson.getFileName()
                                        + "-"
                                        + UUID.randomUUID()
                                        + ".tmp");
        try {
            Files.writeString(part, toJson(), StandardOpenOption.CREATE_NEW);
            Files.move(
                    part,
                    tokenizerJson,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", true)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }
}
