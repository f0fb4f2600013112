package io.fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with a small data set in it. */
record SetFolder(Path folder) {

    Path picture(String name, int width, int height) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7 + name.hashCode());
        }
        ImageWriter.write(new Image(new Canvas(width, height), rgb), file);
        return file;
    }

    /** Writes a file; apostrophes stand for quotes. */
    String write(String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, String.join("\n", lines).replace('\'', '"')).toString();
    }

    /** Opens a set of which everything is sound. */
    static Dataset sound(String spec) {
        return DataFormats.open(DataSpec.parse(spec), Findings.strict());
    }

    /** What is wrong, as text; strictly, the first of it ends the opening. */
    static List<String> findings(String spec) {
        Findings findings = Findings.lenient();
        DataFormats.open(DataSpec.parse(spec), findings);
        if (findings.count() > 0) {
            assertThatThrownBy(() -> sound(spec))
                    .isInstanceOf(DataError.class)
                    .hasMessage(findings.list().getFirst().toString());
        }
        List<String> texts = new ArrayList<>();
        findings.list()
                .forEach(
                        finding -> {
                            assertThat(finding.file()).exists();
                            texts.add(finding.line() + ": " + finding.what());
                        });
        return texts;
    }

    /** Exchanges of all samples, {@code kind: question > answer}. */
    static List<String> said(Dataset dataset) {
        List<String> lines = new ArrayList<>();
        for (long i = 0; i < dataset.size(); i++) {
            Sample sample = dataset.get(i);
            for (Dialogue dialogue : sample.dialogues()) {
                List<String> turns = new ArrayList<>();
                for (Message message : dialogue.messages()) {
                    turns.add(Spoken.words(message));
                }
                lines.add(dialogue.kind() + ": " + String.join(" > ", turns));
            }
        }
        return lines;
    }
}
