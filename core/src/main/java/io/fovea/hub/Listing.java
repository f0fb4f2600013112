package io.fovea.hub;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the Hub says is in a revision of a model.
 *
 * @param commit 40 hexadecimal digits
 * @param entries all files
 */
record Listing(String commit, List<Entry> entries) {

    /**
     * A file of the listing. Mirrors may leave out all but the name.
     *
     * @param size in bytes, negative when it is not said
     */
    record Entry(String name, long size, @Nullable BlobId blob) {}

    /**
     * Reads the answer of {@code /api/models/ORG/NAME/revision/REV?blobs=true}.
     *
     * @throws HubError when it is no such answer, or names files it must not
     */
    static Listing of(JsonNode answer, ModelName model) {
        String commit = answer.path("sha").asText("");
        JsonNode siblings = answer.path("siblings");
        if (!commit.matches("[0-9a-f]{40}") || !siblings.isArray()) {
            throw new HubError(
                    "the server's answer about "
                            + model
                            + " has no commit and list of files; is HF_ENDPOINT the address of a"
                            + " Hub?");
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode sibling : siblings) {
            String name = sibling.path("rfilename").asText("");
            RemoteFile.checkName(name);
            if (!names.add(name)) {
                throw new HubError("the server lists " + HubError.quoted(name) + " twice");
            }
            JsonNode large = sibling.path("lfs");
            String hash = large.path("sha256").asText(sibling.path("blobId").asText(""));
            long size = sibling.path("size").asLong(large.path("size").asLong(-1));
            entries.add(new Entry(name, size, hash.isEmpty() ? null : new BlobId(hash)));
        }
        return new Listing(commit, List.copyOf(entries));
    }

    /** The names of all files. */
    List<String> names() {
        return entries.stream().map(Entry::name).toList();
    }
}
