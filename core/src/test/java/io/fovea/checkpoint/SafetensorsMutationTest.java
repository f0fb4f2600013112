package io.fovea.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Damages a valid file in 20,000 seeded ways: each is refused in words, or loads and holds
 * together.
 */
class SafetensorsMutationTest {

    private static final int CASES = 20_000;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void randomDamageIsRefusedOrLoadsCorrectly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.safetensors");
        new SafetensorsWriter().write(file, Tensors.everyType());
        byte[] whole = Files.readAllBytes(file);
        int headerEnd = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            tryAll(file, channel, whole, headerEnd);
        }
    }

    private static void tryAll(Path file, FileChannel channel, byte[] whole, int headerEnd)
            throws IOException {
        int refused = 0;
        int loaded = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] damaged = damage(whole, headerEnd, new Random(i));
            overwrite(channel, damaged);
            try (Safetensors opened = Safetensors.open(file)) {
                long sum = 0;
                for (String name : opened.tensors().keySet()) {
                    sum += Tensors.bytes(opened.bytes(name)).length;
                }
                long header = ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).getLong();
                assertThat(sum)
                        .as("bytes of all tensors, case " + i)
                        .isEqualTo(damaged.length - 8 - header);
                loaded++;
            } catch (CheckpointError e) {
                assertThat(e.getMessage()).as("case " + i).contains("expected").contains("; ");
                refused++;
            }
        }
        assertThat(refused + loaded).isEqualTo(CASES);
        assertThat(refused).as("refused").isGreaterThan(CASES / 2);
        assertThat(loaded).as("loaded, as after a changed name").isGreaterThan(CASES / 50);
    }

    /** In place, which is much cheaper than a new file for each case. */
    private static void overwrite(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer, buffer.position());
        }
        channel.truncate(bytes.length);
    }

    private static byte[] damage(byte[] whole, int headerEnd, Random random) {
        byte[] bytes = whole.clone();
        for (int k = random.nextInt(3); k >= 0; k--) {
            int at = random.nextInt(headerEnd);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) ('0' + random.nextInt(10));
                case 3 -> bytes[random.nextInt(8)] = (byte) random.nextInt(256);
                case 4 -> bytes = Arrays.copyOf(bytes, headerEnd + random.nextInt(bytes.length));
                default -> swap(bytes, at, random.nextInt(headerEnd));
            }
        }
        return bytes;
    }

    private static void swap(byte[] bytes, int a, int b) {
        byte held = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = held;
    }
}
