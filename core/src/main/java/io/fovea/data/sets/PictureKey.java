package io.fovea.data.sets;

import io.fovea.data.files.BadRecord;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What tells pictures apart for {@link io.fovea.data.PictureDataset#pictureKey}: a number from the
 * length of a file and its last {@value #BYTES} bytes, which for a photograph is as good as reading
 * it all and does not take as long.
 */
final class PictureKey {

    private static final int BYTES = 16_384;

    private PictureKey() {}

    /**
     * The key of a picture's file.
     *
     * @throws BadRecord when it cannot be read
     */
    static long of(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(BYTES, size));
            long from = size - tail.capacity();
            while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
                // until the buffer is full
            }
            return of(size, tail.array());
        } catch (IOException e) {
            throw new BadRecord("the picture " + file + " cannot be read: " + e);
        }
    }

    /** The key of a text: a picture written as one, or what stands for words alone. */
    static long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes.length, bytes);
    }

    private static long of(long size, byte[] bytes) {
        long key = Asked.mix(size);
        for (byte value : bytes) {
            key = (key ^ value) * 0x100000001b3L; // FNV-1a
        }
        return Asked.mix(key);
    }
}
