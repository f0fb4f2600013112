package io.fovea.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A safetensors file, mapped into memory and fully checked when it is opened; nothing is read until
 * it is asked for.
 *
 * <p>Views ({@link #bytes}, {@link #view}) lie in the mapping and die with {@link #close}. The file
 * must not be shortened by anybody while it is open. Format: huggingface/safetensors, README,
 * "Format". All numbers are little-endian.
 */
public final class Safetensors implements AutoCloseable {

    private final Path file;
    private final SafetensorsHeader header;
    private final MemorySegment data;
    private final Arena arena;

    private Safetensors(Path file, SafetensorsHeader header, MemorySegment data, Arena arena) {
        this.file = file;
        this.header = header;
        this.data = data;
        this.arena = arena;
    }

    /**
     * Maps a file and checks its header.
     *
     * @throws CheckpointError when the file is missing, cut off, or its header is not true of its
     *     data
     */
    public static Safetensors open(Path file) {
        checkKind(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SafetensorsHeader header = readHeader(channel, file);
            return map(channel, header, file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static Safetensors map(FileChannel channel, SafetensorsHeader header, Path file)
            throws IOException {
        Arena arena = Arena.ofShared();
        try {
            long size = channel.size() - header.dataStart();
            MemorySegment data =
                    channel.map(FileChannel.MapMode.READ_ONLY, header.dataStart(), size, arena);
            return new Safetensors(file, header, data, arena);
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    /** The tensors of a file without mapping it, for a look at what is in it. */
    public static Map<String, TensorInfo> inspect(Path file) {
        checkKind(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return readHeader(channel, file).tensors();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static void checkKind(Path file) {
        if (!Files.isRegularFile(file)) {
            String got = Files.exists(file) ? "a folder or device" : "no such file";
            throw new CheckpointError("open", file, got, "a safetensors file", "check the path");
        }
    }

    private static SafetensorsHeader readHeader(FileChannel channel, Path file) throws IOException {
        long fileSize = channel.size();
        if (fileSize < 10) {
            throw SafetensorsHeader.damaged(
                    "the size of the file", file, fileSize + " bytes", "at least 10");
        }
        long claimed = read(channel, 0, 8, file).order(LITTLE_ENDIAN).getLong();
        int length = SafetensorsHeader.checkLength(claimed, fileSize, file);
        return SafetensorsHeader.parse(read(channel, 8, length, file).array(), fileSize, file);
    }

    private static ByteBuffer read(FileChannel channel, long at, int length, Path file)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at + bytes.position()) < 0) {
                String got = (at + bytes.position()) + " bytes";
                throw SafetensorsHeader.damaged(
                        "the file ends early", file, got, (at + length) + " bytes");
            }
        }
        return bytes.flip();
    }

    /** The file this was opened from. */
    public Path file() {
        return file;
    }

    /** Free texts of the header, such as {@code format: pt}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /** What is in the file, by name, in the header's order. */
    public Map<String, TensorInfo> tensors() {
        return header.tensors();
    }

    /**
     * What the header says about one tensor.
     *
     * @throws CheckpointError when the file has no such tensor
     */
    public TensorInfo info(String name) {
        TensorInfo info = header.tensors().get(name);
        if (info == null) {
            throw new CheckpointError(
                    "look up a tensor",
                    file,
                    "no tensor " + name + " among " + header.tensors().size(),
                    "one of its tensors",
                    "see which names the file has");
        }
        return info;
    }

    /** The bytes of one tensor, read-only, in the mapping: valid until {@link #close}. */
    public MemorySegment bytes(String name) {
        TensorInfo info = info(name);
        return data.asSlice(info.begin(), info.byteSize());
    }

    /**
     * One tensor on the host as a view of the mapping: valid until {@link #close}, and never to be
     * changed in place, as the mapping is read-only (either would end the JVM). A tensor that is
     * not aligned in the file is copied instead.
     */
    public Tensor view(String name) {
        TensorInfo info = info(name);
        MemorySegment bytes = bytes(name);
        if (bytes.address() % info.type().bytes() != 0) {
            return load(name);
        }
        return view(bytes, info);
    }

    private static Tensor view(MemorySegment bytes, TensorInfo info) {
        long[] dims = info.shape().stream().mapToLong(Long::longValue).toArray();
        return bytes.byteSize() == 0
                ? Tensor.full(0, info.type(), dims)
                : Tensor.view(bytes, info.type(), dims);
    }

    /** One tensor on the host as a copy that belongs to the innermost scope, like any result. */
    public Tensor load(String name) {
        TensorInfo info = info(name);
        MemorySegment bytes = bytes(name);
        try (Arena aligned = Arena.ofConfined();
                Scope scope = Scope.open()) {
            if (bytes.address() % info.type().bytes() != 0) {
                bytes = aligned.allocate(bytes.byteSize(), info.type().bytes()).copyFrom(bytes);
            }
            return scope.keep(view(bytes, info).copy());
        }
    }

    /** Ends the mapping. Views of it must not be used any more. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static CheckpointError unreadable(Path file, IOException e) {
        return new CheckpointError(
                "read",
                file,
                e.toString(),
                "a readable file",
                "check the path, the rights and the disk",
                e);
    }
}
