package io.fovea.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fovea.chat.Answer;
import io.fovea.data.Dataset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class ComparisonTest {

    private static final int SCENES = 25;
    private static final Dataset DATASET = Truth.scenes(2);

    @TempDir Path folder;

    private Path report(String name, Answerer answerer) throws IOException {
        Scorer scorer = new Scorer(Truth.kinds());
        List<Scored> scored =
                new Evaluator(answerer)
                        .run(DATASET, SCENES, (done, total, latest) -> {}).stream()
                                .map(one -> new Scored(one, scorer.score(one)))
                                .toList();
        EvalReport.Subject subject =
                new EvalReport.Subject(name, Map.of(), "scenes", 1, Map.of(), "fovea evaluate");
        ReportFolder files = new ReportFolder(folder.resolve(name));
        EvalReport report = EvalReport.of(subject, scored);
        files.write(report, scored);
        files.replace("report.html", ReportPage.of(report, scored, DATASET, 12));
        return folder.resolve(name);
    }

    private static Comparison.Row row(Comparison comparison, String group, String metric) {
        return comparison.rows().stream()
                .filter(row -> row.group().equals(group) && row.metric().equals(metric))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBetterModelIsFoundBetterAndAnEqualOneIsNot() throws IOException {
        List<Answer> spoilt = new ArrayList<>(Truth.answers(DATASET, SCENES));
        for (int i = 0; i < spoilt.size(); i += 3) {
            spoilt.set(i, Truth.words("none"));
        }
        List<ComparedRun> runs =
                List.of(
                        ComparedRun.read(report("spoilt", Truth.inOrder(spoilt))),
                        ComparedRun.read(report("truth", Truth.oracle(DATASET, SCENES))),
                        ComparedRun.read(folder.resolve("spoilt/predictions.jsonl")));
        Comparison comparison = Comparison.of(runs, 4);
        assertThat(comparison.names()).containsExactly("spoilt", "truth", "spoilt");
        assertThat(comparison.apart()).isZero();
        assertThat(comparison.pictures()).isEqualTo(SCENES);
        Comparison.Row row = row(comparison, "grounding", "Acc@0.5");
        Comparison.Difference better = row.differences().get(0);
        assertThat(row.values().get(1).value()).isEqualTo(1);
        assertThat(better.change().value())
                .isCloseTo(1 - row.values().get(0).value(), within(1e-12));
        assertThat(better.change().low()).isPositive();
        assertThat(better.permutation()).isLessThan(0.01);
        assertThat(better.onlyFirst()).isZero();
        assertThat(better.onlyThis()).isPositive();
        Comparison.Difference equal = row.differences().get(1);
        assertThat(equal.change()).isEqualTo(new Estimate(0, 0, 0, row.n()));
        assertThat(equal.permutation()).isEqualTo(1);
        assertThat(equal.mcNemar()).isEqualTo(1);
        assertThat(row(comparison, "grounding", "mask cIoU").differences().get(0).mcNemar())
                .isNull();
        assertThat(ComparisonText.document(comparison))
                .contains(
                        "| grounding | Acc@0.5 |",
                        "| absent | answered not there |",
                        "| grounding: name |",
                        "change of truth",
                        "[+0.0, +0.0]");
        String page = ComparisonPage.of(comparison, runs, 10);
        assertThat(page).contains("class=\"better\"", "Where they disagree", "class=\"card\"");
    }

    @Test
    void onlySharedItemsCountAndNoneIsTold() throws IOException {
        ComparedRun all = ComparedRun.read(report("truth", Truth.oracle(DATASET, SCENES)));
        List<String> lines =
                Files.readAllLines(folder.resolve("truth/predictions.jsonl")).subList(0, 40);
        Path part = Files.write(folder.resolve("part.jsonl"), lines);
        Comparison comparison = Comparison.of(List.of(all, ComparedRun.read(part)), 1);
        assertThat(comparison.shared()).isEqualTo(40);
        assertThat(comparison.apart()).isEqualTo(all.items().size() - 40);
        Path other =
                Files.writeString(folder.resolve("other.jsonl"), "{\"id\":\"x\",\"metrics\":{}}\n");
        assertThatThrownBy(() -> Comparison.of(List.of(all, ComparedRun.read(other)), 1))
                .hasMessageContaining("no item in common");
        assertThatThrownBy(() -> ComparedRun.read(folder.resolve("nowhere")))
                .hasMessageContaining("there is no report");
        Path raw = Files.writeString(folder.resolve("raw.jsonl"), "{\"id\":\"x\"}\n");
        assertThatThrownBy(() -> ComparedRun.read(raw)).hasMessageContaining("line 1");
    }

    @Test
    void pairedTestsAreThoseOfTheTextbook() {
        assertThat(PairedTest.mcNemar(0, 0)).isEqualTo(1);
        assertThat(PairedTest.mcNemar(1, 7)).as("2 * 9 / 256").isCloseTo(18.0 / 256, within(1e-12));
        assertThat(PairedTest.mcNemar(10, 10)).isEqualTo(1);
        assertThat(PairedTest.mcNemar(900, 1100)).isBetween(1e-6, 1e-4);
        double[][] ones = new double[8][];
        double[][] zeros = new double[8][];
        for (int i = 0; i < 8; i++) {
            ones[i] = new double[] {1, 1};
            zeros[i] = new double[] {0, 1};
        }
        assertThat(PairedTest.permutation(zeros, ones, 3))
                .as("2 of 2^8 swaps are as extreme")
                .isCloseTo(2.0 / 256, within(0.003));
    }

    @Test
    void aPageNeedsNoNetworkAndEscapesWhatIsSaid() throws IOException {
        report("<b>bold</b>", conversation -> Truth.words("<script>alert(1)</script>"));
        String page = Files.readString(folder.resolve("<b>bold</b>/report.html"));
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains(
                        "&lt;script&gt;alert(1)",
                        "default-src &#39;none&#39;",
                        "data:image/jpeg;base64,")
                .doesNotContain("<script>alert", "<b>bold", "http://", "https://", "src=\"//");
        assertThat(page.split("class=\"card\"")).hasSize(13);
        assertThat(page).contains("<svg", "Gallery, worst first", "Finding one thing");
    }
}
