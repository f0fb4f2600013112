package io.fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.chat.ContentPart;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Finding;
import io.fovea.data.files.Findings;
import io.fovea.geometry.Box;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class LinesFormatTest {

    private static final Canvas CANVAS = new Canvas(40, 30);

    @TempDir Path folder;

    @BeforeEach
    void write() {
        ImageWriter.write(new Image(CANVAS, new byte[3 * 40 * 30]), folder.resolve("a.png"));
    }

    private String file(byte[] bytes) throws IOException {
        return "lines:" + Files.write(folder.resolve("set.jsonl"), bytes);
    }

    private String file(String... lines) throws IOException {
        return file(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Finding> findings(String spec) {
        Findings findings = Findings.lenient();
        Dataset dataset = DataFormats.open(DataSpec.parse(spec), findings);
        assertThat(dataset.size()).as("the sound record is read").isEqualTo(1);
        assertThat(dataset.get(0).dialogues()).isNotEmpty();
        assertThatThrownBy(() -> DataFormats.open(DataSpec.parse(spec), Findings.strict()))
                .isInstanceOf(DataError.class)
                .hasMessage(findings.list().getFirst().toString());
        return findings.list();
    }

    @Test
    void aRecordSaysManyThings() throws IOException {
        String spec =
                file(
                        "{\"id\": \"x\", \"image\": \"a.png\", \"regions\": ["
                                + "{\"box\": [1, 2, 10, 10], \"phrase\": \"dog\"},"
                                + "{\"box\": [20, 2, 10, 10], \"phrase\": \"dog\","
                                + " \"mask\": [[20, 2, 30, 2, 30, 12, 20, 12]]},"
                                + "{\"box\": [5, 20, 6, 6], \"phrase\": \"ball\"}],"
                                + "\"question\": \"what is <r2>\", \"answer\": \"a ball\","
                                + "\"turns\": [\"describe and point\","
                                + " \"<p>two dogs</p><r0><r1> and <p>a ball</p><r2>\"],"
                                + "\"absent\": [\"cat\"], \"caption\": \"dogs at play\"}");
        Dataset dataset = DataFormats.open(spec + ",dialogues=4");
        assertThat(dataset.size()).isEqualTo(2);
        Sample first = dataset.get(0);
        Sample second = dataset.get(1);
        assertThat(first.id()).isEqualTo("x");
        assertThat(second.id()).isEqualTo("x-2");
        assertThat(first.dialogues())
                .extracting(Dialogue::kind)
                .containsExactly("region", "groundedcaption", "all", "name");
        assertThat(second.dialogues())
                .extracting(Dialogue::kind)
                .containsExactly("absent", "caption");
        assertThat(first.things()).hasSize(3).extracting("label").contains("dog", "ball");
        assertThat(first.things().get(1).mask().area()).isEqualTo(100);
        assertThat(first.things().getFirst().box()).isEqualTo(new Box(1, 2, 11, 12, CANVAS));
        List<ContentPart> all = first.dialogues().get(2).messages().get(1).parts();
        assertThat(all).hasSize(2).allMatch(part -> part instanceof ContentPart.Place);
        List<ContentPart> told = first.dialogues().getFirst().messages().getFirst().parts();
        assertThat(told.getFirst()).isEqualTo(new ContentPart.Text("what is "));
        assertThat(told.getLast()).isEqualTo(new ContentPart.Place(first.things().get(2)));
        assertThat(dataset.labels()).containsExactly("dog", "ball");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"image\": \"b.png\", \"caption\": \"x\"} | there is no picture",
                "{\"image\": \"a.png\", \"caption\": \"x | JSON that breaks off",
                "{\"image\": \"a.png\"} | nothing is asked",
                "{\"caption\": \"x\"} | need an image",
                "{\"question\": \"x\"} | no answer",
                "{\"turns\": [\"x\"]} | got 1",
                "{\"turns\": [\"x\", \" \"]} | without words",
                "{\"question\": \"x\", \"answer\": \"<r0>\"} | there are 0 regions",
                "{\"qestion\": \"x\", \"answer\": \"y\"} | unknown key 'qestion'",
                "{\"image\": \"a.png\", \"regions\": [{\"box\": [1, 2, NaN, 3], \"phrase\":"
                        + " \"x\"}]} | NaN",
                "{\"image\": \"a.png\", \"regions\": [{\"box\": [1, 2, -3, 3], \"phrase\":"
                        + " \"x\"}]} | above 0",
                "{\"image\": \"a.png\", \"regions\": [{\"box\": [-9, 2, 3, 3], \"phrase\":"
                        + " \"x\"}]} | over the edge",
                "{\"image\": \"a.png\", \"regions\": [{\"box\": [1, 2, 3], \"phrase\": \"x\"}]} |"
                        + " [x, y, width, height]",
                "{\"image\": \"a.png\", \"width\": 40, \"height\": 30, \"regions\": [{\"box\": [1,"
                        + " 2, 3, 3], \"mask\": [[1, 1, 2, 2]], \"phrase\": \"x\"}]} | 3 points",
                "{\"image\": \"a.png\", \"width\": 40, \"height\": 30, \"regions\": [{\"box\": [1,"
                        + " 2, 3, 3], \"mask\": {\"size\": [40, 30], \"counts\": [1200]},"
                        + " \"phrase\": \"x\"}]} | do not fit",
                "{\"image\": \"a.png\", \"width\": 40, \"height\": 30, \"regions\": [{\"box\": [1,"
                        + " 2, 3, 3], \"mask\": {\"size\": [30, 40], \"counts\": [1199]},"
                        + " \"phrase\": \"x\"}]} | sum to 1199",
                "[1] | expected an object"
            })
    void brokenRecordsAreNotedAndTheRestIsRead(String broken, String words) throws IOException {
        String sound = "{\"question\": \"x\", \"answer\": \"y\"}";
        assertThat(findings(file("", sound, broken)))
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.line()).isEqualTo(3);
                            assertThat(finding.what()).contains(words);
                        });
    }

    @Test
    void longLinesAndWrongEncodingsAreNoted() throws IOException {
        String sound = "{\"question\": \"x\", \"answer\": \"y\"}";
        String letters =
                IntStream.range(0, 1 << 20)
                        .mapToObj(i -> "0123456789abcdefghij")
                        .collect(Collectors.joining());
        assertThat(findings(file("{\"answer\": \"" + letters + "\"}", sound)))
                .singleElement()
                .matches(finding -> finding.line() == 1 && finding.what().contains("20 MB"));
        byte[] latin = "{\"question\": \"\u00e9t\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] both = Arrays.copyOf(latin, latin.length + sound.length());
        System.arraycopy(
                sound.getBytes(StandardCharsets.UTF_8), 0, both, latin.length, sound.length());
        assertThat(findings(file(both)))
                .singleElement()
                .matches(finding -> finding.line() == 1 && finding.what().contains("UTF-8"));
        byte[] marked = ("\uFEFF" + sound).getBytes(StandardCharsets.UTF_8);
        assertThat(DataFormats.open(file(marked)).get(0).dialogues()).hasSize(1);
        assertThatThrownBy(() -> DataFormats.open(file(sound.getBytes(StandardCharsets.UTF_16))))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("UTF-16");
    }

    @Test
    void whatOnlyThePictureTellsIsToldWhenItIsRead() throws IOException {
        Dataset dataset =
                DataFormats.open(
                        file(
                                "{\"image\": \"a.png\", \"regions\": [{\"box\": [30, 2, 30, 3],"
                                        + " \"phrase\": \"x\"}]}"));
        assertThatThrownBy(() -> dataset.get(0))
                .isInstanceOf(DataError.class)
                .hasMessageContainingAll("set.jsonl:1", "over the edge", "40 x 30");
    }

    @Test
    void aJsonArrayIsReadAsWellAndAFileThatChangesIsNoticed() throws IOException {
        String spec =
                file(
                        "[{\"question\": \"one\", \"answer\": \"1\"},",
                        " {\"question\": \"\u00e9\", \"answer\": \"2\"},",
                        " {\"question\": \"three\", \"answ");
        Findings findings = Findings.lenient();
        Dataset dataset = DataFormats.open(DataSpec.parse(spec), findings);
        assertThat(dataset.size()).isEqualTo(2);
        assertThat(dataset.get(1).id()).isEqualTo("line-2");
        assertThat(dataset.get(1).dialogues().getFirst().messages().getFirst().parts())
                .containsExactly(new ContentPart.Text("\u00e9"));
        assertThat(findings.list())
                .singleElement()
                .matches(finding -> finding.line() == 3 && finding.what().contains("what follows"));
        file("[]");
        assertThatThrownBy(() -> dataset.get(1)).hasMessageContaining("not what it was");
    }
}
