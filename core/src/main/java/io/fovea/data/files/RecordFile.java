package io.fovea.data.files;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Records of a file by number. Only where they lie is in memory (16 bytes a record); a record is
 * read when it is asked for. Safe for several threads.
 */
public final class RecordFile {

    /** Turns the bytes of a record into a tree. */
    @FunctionalInterface
    interface Decoder {

        /**
         * Decodes.
         *
         * @throws BadRecord when the bytes are no record
         */
        JsonNode decode(byte[] bytes);
    }

    private final Path file;
    private final long bytes;
    private final Decoder decoder;
    private final long[] starts;
    private final int[] lengths;
    private final int[] lines;

    private RecordFile(Builder builder) {
        file = builder.file;
        bytes = builder.bytes;
        decoder = builder.decoder;
        starts = Arrays.copyOf(builder.starts, builder.size);
        lengths = Arrays.copyOf(builder.lengths, builder.size);
        lines = Arrays.copyOf(builder.lines, builder.size);
    }

    /**
     * Opens JSON lines or a JSON array, whichever the first character says.
     *
     * @throws DataError when there is no such file, or it is neither
     */
    public static RecordFile open(Path file, Findings findings, RecordCheck check) {
        return Texts.firstCharacter(file) == '['
                ? JsonArrays.open(file, findings, check)
                : Lines.json(file, findings, check);
    }

    static Builder builder(Path file, Decoder decoder) {
        Texts.require(file);
        try {
            return new Builder(file, Files.size(file), decoder);
        } catch (IOException e) {
            throw new DataError(file + " cannot be read: " + e, e);
        }
    }

    public int size() {
        return starts.length;
    }

    public Path file() {
        return file;
    }

    /** The line on which a record begins, counted from 1. */
    public long line(int index) {
        return lines[index];
    }

    /**
     * Reads a record.
     *
     * @throws DataError when the file is no longer what it was when it was opened
     */
    public JsonNode get(int index) {
        ByteBuffer buffer = ByteBuffer.allocate(lengths[index]);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() != bytes) {
                throw changed(index);
            }
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, starts[index] + buffer.position()) < 0) {
                    throw changed(index);
                }
            }
        } catch (IOException e) {
            throw new DataError(file + " cannot be read: " + e, e);
        }
        try {
            return decoder.decode(buffer.array());
        } catch (BadRecord e) {
            throw changed(index);
        }
    }

    private DataError changed(int index) {
        return DataError.at(
                file,
                lines[index],
                "the file is not what it was when it was opened; leave it alone while it is in"
                        + " use and begin again");
    }

    /** An error about a record. */
    public DataError error(int index, String what) {
        return DataError.at(file, lines[index], what);
    }

    /** Gathers places while a file is scanned. */
    static final class Builder {

        private final Path file;
        private final long bytes;
        private final Decoder decoder;
        private long[] starts = new long[64];
        private int[] lengths = new int[64];
        private int[] lines = new int[64];
        private int size;

        private Builder(Path file, long bytes, Decoder decoder) {
            this.file = file;
            this.bytes = bytes;
            this.decoder = decoder;
        }

        void add(long start, int length, long line) {
            if (size == starts.length) {
                starts = Arrays.copyOf(starts, 2 * size);
                lengths = Arrays.copyOf(lengths, 2 * size);
                lines = Arrays.copyOf(lines, 2 * size);
            }
            starts[size] = start;
            lengths[size] = length;
            lines[size] = Math.toIntExact(line);
            size++;
        }

        RecordFile build() {
            return new RecordFile(this);
        }
    }
}
