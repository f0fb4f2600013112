package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What was not finished is kept, and never taken for what was. */
class LineSinkTest {

    @TempDir Path folder;

    @Test
    void unfinishedLinesAreKeptUnderAnotherName() throws IOException {
        Path file = folder.resolve("answers.jsonl");
        Path part = folder.resolve("answers.jsonl.part");
        try (LineSink sink = LineSink.to(file)) {
            sink.line("one");
            assertThat(part).as("written at once").hasContent("one\n");
        }
        assertThat(file).doesNotExist();
        assertThat(part).hasContent("one\n");

        try (LineSink sink = LineSink.to(file)) {
            sink.line("two");
            sink.finish();
        }
        assertThat(file).as("nothing of the unfinished one").hasContent("two\n");
        assertThat(part).doesNotExist();

        try (LineSink sink = LineSink.to(file)) {
            sink.line("three");
        }
        assertThat(file).as("a failure leaves the finished one alone").hasContent("two\n");
        assertThat(part).hasContent("three\n");
    }

    @Test
    void whatHasNoLineLeavesNothing() throws IOException {
        Path file = folder.resolve("answers.jsonl");
        LineSink.to(file).close();
        assertThat(folder).isEmptyDirectory();
        try (LineSink sink = LineSink.to(file)) {
            sink.finish();
        }
        assertThat(file).as("a batch of no lines is whole").isEmptyFile();
        Files.delete(file);
        assertThat(folder).isEmptyDirectory();
    }
}
