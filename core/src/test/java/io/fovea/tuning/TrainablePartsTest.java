package io.fovea.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.model.FoveaFamily;
import io.fovea.model.VisionLanguageModel;
import io.fovea.perception.PerceptionHeads;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Four language layers, a tower, a projector and heads under rules. */
class TrainablePartsTest {

    private static VisionLanguageModel model;

    @BeforeAll
    static void build() {
        model = FoveaFamily.model(TinyModels.config(TinyModels.Size.SMALL, true, 320));
        PerceptionHeads.attach(model);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static TrainableParts parts(PartRule... rules) {
        return new TrainableParts(model, List.of(rules));
    }

    @Test
    void everyWeightBelongsToAPart() {
        Map<Part, Long> counts =
                parts().table("s").rows().stream()
                        .collect(
                                Collectors.toMap(
                                        TrainableTable.Row::part, TrainableTable.Row::parameters));
        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        Part.TOWER,
                        Part.PROJECTOR,
                        Part.EMBEDDINGS,
                        Part.LAYERS,
                        Part.HEAD,
                        Part.EXTENSIONS);
        assertThat(counts.get(Part.EMBEDDINGS)).isEqualTo(320 * 192);
        assertThat(counts.get(Part.HEAD)).isEqualTo(320 * 192 + 192);
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(model.parameterCount());
    }

    @Test
    void theNarrowestRuleCounts() {
        TrainableParts parts =
                parts(
                        new PartRule(new LayerSelection.List(List.of(1, 3)), 1),
                        new PartRule(Part.LANGUAGE, 0.5),
                        new PartRule(Part.EVERYTHING, 0),
                        new PartRule("language_model.model.layers.3.mlp", 2));
        String layers = "language_model.model.layers.";
        assertThat(parts.rateFactor(layers + "0.self_attn.q_proj.weight")).isEqualTo(0.5);
        assertThat(parts.rateFactor(layers + "1.self_attn.q_proj.weight")).isEqualTo(1);
        assertThat(parts.rateFactor(layers + "3.self_attn.q_proj.weight")).isEqualTo(1);
        assertThat(parts.rateFactor(layers + "3.mlp.up_proj.weight")).isEqualTo(2);
        assertThat(parts.rateFactor("language_model.lm_head.weight")).isEqualTo(0.5);
        assertThat(parts.rateFactor("language_model.model.embed_tokens.weight")).isEqualTo(0.5);
        assertThat(parts.table("s").rows().getFirst().trained()).as("tower").isZero();
        assertThat(
                        parts(new PartRule("language", 0), new PartRule("language_model.lm", 2))
                                .rateFactor("language_model.lm_head.weight"))
                .isEqualTo(2);
        assertThat(parts().rateFactor("language_model.lm_head.weight")).isEqualTo(1);
    }

    @Test
    void theTableSaysWhatLearns() {
        List<String> lines =
                parts(
                                new PartRule(Part.EVERYTHING, 0),
                                new PartRule(Part.PROJECTOR, 0.1),
                                new PartRule(new LayerSelection.List(List.of(0, 2, 3)), 1))
                        .table("tune")
                        .lines();
        assertThat(lines.get(0)).matches("part +layers +rate +parameters +trained +share");
        assertThat(lines).anyMatch(line -> line.matches("tower +frozen +[\\d,]+ +0 +0.0 %"));
        assertThat(lines).anyMatch(line -> line.matches("projector +x0.1 +[\\d,]+ .* 100.0 %"));
        assertThat(lines).anyMatch(line -> line.matches("layers +0,2-3 +x1 +[\\d,]+ .* 75.0 %"));
        assertThat(lines.stream().map(String::length).distinct()).hasSize(1);
        assertThat(TrainableTable.ranges(List.of(0, 1, 2, 5, 7, 8))).isEqualTo("0-2,5,7-8");
    }

    @Test
    void rulesThatDoNotFitAreListed() {
        assertThat(
                        parts(
                                        new PartRule("tower.", 1),
                                        new PartRule(Part.ADAPTER, 1),
                                        new PartRule(new LayerSelection.List(List.of(4)), 1))
                                .problems())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("no weight begins with 'tower.'"))
                .anyMatch(problem -> problem.contains("no weights of the part 'adapter'"))
                .anyMatch(problem -> problem.contains("layers 0 to 3, but the list names [4]"));
        assertThat(parts(new PartRule(Part.EVERYTHING, 0)).problems().getFirst())
                .contains("freeze every weight");
        assertThatThrownBy(() -> new PartRule(null, null, null, 1))
                .hasMessageContaining("either by begins");
        assertThatThrownBy(() -> new PartRule(null, Part.HEAD, new LayerSelection.All(), 1))
                .hasMessageContaining("\"part\": \"layers\"");
    }
}
