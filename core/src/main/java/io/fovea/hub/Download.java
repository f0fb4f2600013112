package io.fovea.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/**
 * Fetches files of one commit, each on the calling thread: goes on where an earlier try stopped,
 * and accepts nothing but the right bytes.
 */
final class Download {

    private static final int BUFFER = 128 << 10;
    private static final long PROGRESS = 1 << 20;

    private final HubClient client;
    private final String commit;
    private final Patience patience;
    private final PullListener listener;

    Download(HubClient client, String commit, Patience patience, PullListener listener) {
        this.client = client;
        this.commit = commit;
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * Fetches a file into a part, whose content is right when this returns.
     *
     * @throws HubError when it cannot be had; the part stays for another try, unless its content
     *     was wrong
     */
    void fetch(RemoteFile file, Path path) throws InterruptedException {
        Retry retry = new Retry(file.name(), patience, listener);
        try (PartFile part = retry.run(() -> PartFile.open(path, file))) {
            // Other tools write such parts out of order: a wrong one may be their beginning.
            boolean inherited = part.position() > 0;
            while (true) {
                retry.run(() -> goOn(file, part, retry));
                String hash = retry.run(part::finish);
                if (hash.equals(file.blob().hex())) {
                    return;
                }
                listener.advanced(-part.position());
                if (!inherited) {
                    part.discard();
                    throw new HubError(
                            file.name()
                                    + " came with the hash "
                                    + hash
                                    + ", expected "
                                    + file.blob().hex()
                                    + "; it was thrown away: try again, and if it stays so, do not"
                                    + " trust this endpoint or what is between");
                }
                retry.run(() -> emptied(part));
                inherited = false;
            }
        }
    }

    private static PartFile emptied(PartFile part) throws IOException {
        part.restart();
        return part;
    }

    private PartFile goOn(RemoteFile file, PartFile part, Retry retry)
            throws IOException, InterruptedException {
        if (part.position() == file.size()) {
            return part;
        }
        HttpResponse<InputStream> response = client.open(commit, file, part.position());
        try (InputStream body = response.body()) {
            if (!continues(response, part.position(), file.size())) {
                listener.advanced(-part.position());
                part.restart();
                if (response.statusCode() != 200) {
                    throw new IOException("the server did not go on where it was asked to");
                }
            }
            long before = part.position();
            try {
                copy(body, file, part);
            } finally {
                if (part.position() - before >= PROGRESS) {
                    retry.progressed();
                }
            }
        }
        if (part.position() < file.size()) {
            throw new IOException(
                    "the connection ended after "
                            + part.position()
                            + " of "
                            + file.size()
                            + " bytes");
        }
        return part;
    }

    /** Whether the content goes on where the part ends. */
    private static boolean continues(HttpResponse<?> response, long position, long size) {
        return response.statusCode() == 206
                ? response.headers()
                        .firstValue("Content-Range")
                        .orElse("")
                        .matches("bytes " + position + "-\\d+/(" + size + "|\\*)")
                : response.statusCode() == 200 && position == 0;
    }

    private void copy(InputStream body, RemoteFile file, PartFile part) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (StallGuard guard = new StallGuard(body, patience.stall())) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                guard.alive();
                if (part.position() + count > file.size()) {
                    listener.advanced(-part.position());
                    part.discard();
                    throw new HubError(
                            file.name()
                                    + " comes with more than the "
                                    + file.size()
                                    + " bytes that the server lists; it was thrown away: try again,"
                                    + " and if it stays so, do not trust this endpoint");
                }
                part.append(buffer, count);
                listener.advanced(count);
            }
        }
    }
}
