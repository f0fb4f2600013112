package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.testkit.GoldenModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** {@code fovea extend}, and what other verbs make of its folder. */
class ExtendCommandTest {

    @TempDir private Path folder = Path.of("");

    @Test
    void anExtendedModelIsInspectedAndEvaluated() {
        String llava = GoldenModels.folder("llava15-fp32").toString();
        Path out = folder.resolve("mit Orten");
        Ran ran = Ran.of("extend", llava, "--perception", "--out", out.toString(), "--seed", "7");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("<vis> = 408", "448, as before", "parameters", "model: " + out);
        Ran inspected = Ran.of("inspect", out.toString());
        assertThat(inspected.out()).contains("vis = <vis>", "phrase_end = </p>", "perception");
        assertThat(inspected.out()).doesNotContain("missing (");
        Path report = folder.resolve("report");
        Ran evaluated =
                Ran.of(
                        "evaluate",
                        out.toString(),
                        "--limit",
                        "1",
                        "--dialogues",
                        "1",
                        "--threads",
                        "1",
                        "--out",
                        report.toString());
        assertThat(evaluated.code()).as(evaluated.err()).isZero();
        assertThat(report.resolve("report.md")).isNotEmptyFile();
        Ran again = Ran.of("extend", out.toString(), "--perception", "--out", folder + "/again");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("has the extension 'perception'").doesNotContain("\tat");
    }

    @Test
    void theCommandLineIsChecked() {
        String llava = GoldenModels.folder("llava15-fp32").toString();
        Ran bare = Ran.of("extend", llava, "--out", folder + "/x");
        assertThat(bare.code()).isEqualTo(2);
        assertThat(bare.err()).contains("--perception");
        Ran two =
                Ran.of(
                        "extend",
                        llava,
                        "--perception",
                        "--tokens",
                        "<a>,<b>",
                        "--out",
                        folder + "/x");
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err()).contains("three names");
    }
}
