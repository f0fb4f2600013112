package io.fovea.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The beginning of a file that is being fetched, on disk, and the hash of it so far. */
final class PartFile implements AutoCloseable {

    private static final int CHUNK = 1 << 20;

    private final Path path;
    private final RemoteFile file;
    private final FileChannel channel;
    private MessageDigest digest;
    private long position;
    private boolean discarded;

    private PartFile(Path path, RemoteFile file, FileChannel channel) {
        this.path = path;
        this.file = file;
        this.channel = channel;
        this.digest = file.blob().begin(file.size());
    }

    /** Opens what an earlier pull left, or begins; what cannot be a beginning is dropped. */
    static PartFile open(Path path, RemoteFile file) throws ClosedByInterruptException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(path, file, e);
        }
        PartFile part = new PartFile(path, file, channel);
        try {
            if (channel.size() > file.size()) {
                channel.truncate(0);
            }
            part.readBack();
            return part;
        } catch (IOException e) {
            part.close();
            throw failed(path, file, e);
        }
    }

    private void readBack() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        while (position < channel.size() && channel.read(buffer) > 0) {
            digest.update(buffer.flip());
            position += buffer.limit();
            buffer.clear();
        }
    }

    /** Bytes that are there. */
    long position() {
        return position;
    }

    /** Adds bytes at the end. */
    void append(byte[] bytes, int count) throws ClosedByInterruptException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(path, file, e);
        }
        digest.update(bytes, 0, count);
        position += count;
    }

    /** Throws away what is there. */
    void restart() throws ClosedByInterruptException {
        try {
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw failed(path, file, e);
        }
        digest = file.blob().begin(file.size());
        position = 0;
    }

    /** Throws away the file itself, once it is closed. */
    void discard() {
        discarded = true;
    }

    /**
     * Makes the whole content durable.
     *
     * @return its hash in hex
     */
    String finish() throws ClosedByInterruptException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failed(path, file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** What a failure to write means; an interrupt is passed on as it is. */
    private static HubError failed(Path path, RemoteFile file, IOException e)
            throws ClosedByInterruptException {
        if (e instanceof ClosedByInterruptException interrupted) {
            throw interrupted;
        }
        return new HubError(
                file.name()
                        + " cannot be written to "
                        + path.getParent()
                        + ": "
                        + (e.getMessage() == null ? e.toString() : e.getMessage())
                        + "; make room or take another folder (HF_HOME, --to), then try again: what"
                        + " was fetched is kept",
                e);
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (discarded) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // What is missing or too much is seen at the next open.
        }
    }
}
