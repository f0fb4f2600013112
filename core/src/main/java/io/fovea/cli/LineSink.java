package io.fovea.cli;

import org.jspecify.annotations.Nullable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where lines go: standard output, a pipe or device as they come, or a file that gets its name only
 * once it is whole.
 */
final class LineSink implements AutoCloseable {

    private final @Nullable PrintWriter print;
    private final @Nullable Writer writer;
    private final String name;
    private final @Nullable Path part;
    private final @Nullable Path file;
    private boolean said;

    private LineSink(
            @Nullable PrintWriter print,
            @Nullable Writer writer,
            String name,
            @Nullable Path part,
            @Nullable Path file) {
        this.print = print;
        this.writer = writer;
        this.name = name;
        this.part = part;
        this.file = file;
    }

    static LineSink to(PrintWriter print) {
        return new LineSink(print, null, "standard output", null, null);
    }

    static LineSink to(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            return new LineSink(null, Files.newBufferedWriter(file), file.toString(), null, null);
        }
        OutputFile.writable(file);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        BufferedWriter writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
        return new LineSink(null, writer, file.toString(), part, file);
    }

    /**
     * Writes a line at once, so that a reader at the other end of a pipe has it.
     *
     * @throws CliError when it cannot be written
     */
    void line(String line) {
        try {
            if (print != null) {
                print.println(line);
                if (print.checkError()) {
                    throw new IOException("it was closed or the disk is full");
                }
            } else if (writer != null) {
                writer.write(line);
                writer.write('\n');
                writer.flush();
                said = true;
            }
        } catch (IOException e) {
            throw new CliError(
                    "cannot write to "
                            + name
                            + ": "
                            + e.getMessage()
                            + (part == null || !said
                                    ? ""
                                    : "; the answers up to here are in " + part),
                    e);
        }
    }

    /** Gives the file its name. */
    void finish() throws IOException {
        if (writer != null) {
            writer.close();
        }
        if (part != null && file != null) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Lets go; what was answered before a failure stays in the unfinished file. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                // told when the line was written
            }
        }
        if (part != null && !said) {
            Files.deleteIfExists(part);
        }
    }
}
