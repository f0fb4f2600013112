package io.fovea.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the content of a file must hash to: SHA-256 for large files (their LFS object), and for
 * small ones the SHA-1 that git gives a blob. It is also the file's name among the cache's blobs.
 *
 * @param hex 64 or 40 lower-case hexadecimal digits
 */
record BlobId(String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    BlobId {
        if (!HEX.matcher(hex).matches()) {
            throw new HubError(
                    "the server gives a file the hash "
                            + HubError.quoted(hex)
                            + ", expected 40 or 64 hexadecimal digits; check the endpoint");
        }
    }

    /** Reads an ETag, with or without quotes and mark of weakness; empty when it is no hash. */
    static Optional<BlobId> ofEtag(String etag) {
        String hex = etag.replaceFirst("^W/", "").replace("\"", "");
        return HEX.matcher(hex).matches() ? Optional.of(new BlobId(hex)) : Optional.empty();
    }

    /** A digest that has not seen any content yet, of a file of this size. */
    MessageDigest begin(long size) {
        try {
            if (hex.length() == 64) {
                return MessageDigest.getInstance("SHA-256");
            }
            MessageDigest git = MessageDigest.getInstance("SHA-1");
            git.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            return git;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks a hash every JVM has", e);
        }
    }
}
