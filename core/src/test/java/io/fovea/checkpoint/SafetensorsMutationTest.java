package io.fovea.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Damages a valid file in 100,000 seeded ways: each is refused in words, or loads and holds
 * together.
 */
class SafetensorsMutationTest {

    private static final int CASES = 100_000;

    private static final Pattern ENTRY = Pattern.compile("\"[^\"{}]+\":\\{\"dtype\"[^}]*\\}");
    private static final Pattern NUMBER = Pattern.compile("(?<=[\\[,])\\d+(?=[\\],])");

    @Test
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
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
            int end = Math.min(headerEnd, bytes.length);
            int at = random.nextInt(end);
            switch (random.nextInt(11)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) ('0' + random.nextInt(10));
                case 3 -> bytes[random.nextInt(8)] = (byte) random.nextInt(256);
                case 4 -> bytes = Arrays.copyOf(bytes, headerEnd + random.nextInt(bytes.length));
                case 5 -> swap(bytes, at, random.nextInt(end));
                case 6 -> length(bytes, 1L << random.nextInt(64));
                case 7 -> bytes = Arrays.copyOf(bytes, cut(end, bytes.length, random));
                case 8 -> bytes = edit(bytes, end, text -> twice(text, random));
                case 9 -> bytes = edit(bytes, end, text -> otherNumber(text, random));
                default -> bytes = edit(bytes, end, text -> otherType(text, random));
            }
        }
        return bytes;
    }

    private static void length(byte[] bytes, long length) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    }

    /** An end inside the length, at the header, inside it, at the data, inside it, behind it. */
    private static int cut(int headerEnd, int length, Random random) {
        int[] places = {
            8,
            8 + random.nextInt(Math.max(1, headerEnd - 8)),
            headerEnd - 1,
            headerEnd,
            headerEnd + random.nextInt(Math.max(1, length - headerEnd)),
            length - 1,
            length + 1 + random.nextInt(9)
        };
        return Math.max(8, places[random.nextInt(places.length)]);
    }

    /** Changes the header's text and makes its length true again, so that the change is seen. */
    private static byte[] edit(byte[] bytes, int headerEnd, UnaryOperator<String> change) {
        String before = new String(bytes, 8, headerEnd - 8, StandardCharsets.UTF_8);
        byte[] after = change.apply(before).getBytes(StandardCharsets.UTF_8);
        int data = Math.max(0, bytes.length - headerEnd);
        ByteBuffer whole = ByteBuffer.allocate(8 + after.length + data);
        whole.order(ByteOrder.LITTLE_ENDIAN).putLong(after.length).put(after);
        return whole.put(bytes, bytes.length - data, data).array();
    }

    /** One tensor a second time, under its name. */
    private static String twice(String header, Random random) {
        List<MatchResult> entries = ENTRY.matcher(header).results().toList();
        if (entries.isEmpty()) {
            return header;
        }
        MatchResult entry = entries.get(random.nextInt(entries.size()));
        return header.substring(0, entry.end()) + "," + header.substring(entry.start());
    }

    /** One size or offset becomes another, near or far: overlaps, gaps, out of range. */
    private static String otherNumber(String header, Random random) {
        List<MatchResult> numbers = NUMBER.matcher(header).results().toList();
        if (numbers.isEmpty()) {
            return header;
        }
        MatchResult number = numbers.get(random.nextInt(numbers.size()));
        String other =
                switch (random.nextInt(4)) {
                    case 0 -> Integer.toString(random.nextInt(40));
                    case 1 -> Long.toString(1L << random.nextInt(63));
                    case 2 -> "-" + random.nextInt(40);
                    default -> numbers.get(random.nextInt(numbers.size())).group();
                };
        return header.substring(0, number.start()) + other + header.substring(number.end());
    }

    private static String otherType(String header, Random random) {
        DType[] types = DType.values();
        String from = types[random.nextInt(types.length)].safetensorsName();
        String to = types[random.nextInt(types.length)].safetensorsName();
        return header.replace("\"dtype\":\"" + from + "\"", "\"dtype\":\"" + to + "\"");
    }

    private static void swap(byte[] bytes, int a, int b) {
        byte held = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = held;
    }
}
