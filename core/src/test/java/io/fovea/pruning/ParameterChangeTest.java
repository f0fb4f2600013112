package io.fovea.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.StoredWeights;
import io.fovea.model.ModelFamilies;
import io.fovea.tensor.Scope;
import io.fovea.testkit.Close;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What two checkpoints differ by. */
class ParameterChangeTest {

    @TempDir private Path folder = Path.of("");

    private static double[] array(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void aModelDoesNotDifferFromItself() {
        Path phi = GoldenModels.folder("text-phi3-longrope-sliding");
        ParameterChange.measure(phi, phi, layer -> {})
                .forEach((score, values) -> assertThat(values).hasSize(3).containsOnly(0.0));
    }

    @Test
    void equalsAPlainLoopOverTheLinearWeights() {
        Path model = TinyModels.folder(folder.resolve("a"), TinyModels.Size.TINY, 1);
        Path against = TinyModels.folder(folder.resolve("b"), TinyModels.Size.TINY, 2);
        Map<Score, List<Double>> got = ParameterChange.measure(model, against, layer -> {});
        double[] l2 = new double[2];
        double[] angle = new double[2];
        double[] ratio = new double[2];
        int linears = 0;
        try (Scope scope = Scope.open();
                StoredWeights ours = ModelDirectory.open(model).openWeights();
                StoredWeights theirs = ModelDirectory.open(against).openWeights()) {
            for (String name : ours.tensors().keySet()) {
                if (name.startsWith("language_model.model.layers.") && name.contains("proj")) {
                    int layer = Integer.parseInt(name.split("\\.")[3]);
                    double[] a = ours.home(name).load(name).toDoubles();
                    double[] b = theirs.home(name).load(name).toDoubles();
                    double dot = 0;
                    double[] squares = new double[3];
                    for (int i = 0; i < a.length; i++) {
                        dot += a[i] * b[i];
                        squares[0] += a[i] * a[i];
                        squares[1] += b[i] * b[i];
                        squares[2] += (a[i] - b[i]) * (a[i] - b[i]);
                    }
                    l2[layer] += Math.sqrt(squares[2]);
                    angle[layer] += Math.acos(dot / Math.sqrt(squares[0] * squares[1])) / Math.PI;
                    ratio[layer] += Math.sqrt(squares[2] / squares[1]);
                    linears++;
                }
            }
        }
        assertThat(linears).as("seven in each of two layers").isEqualTo(14);
        Close.check("l2", array(got.get(Score.PARAMETER_L2)), l2, 0, 1e-9);
        Close.check("angle", array(got.get(Score.PARAMETER_ANGULAR)), angle, 0, 1e-9);
        Close.check("ratio", array(got.get(Score.PARAMETER_RATIO)), ratio, 0, 1e-9);
    }

    @Test
    void namesOfOtherFamiliesAreMatchedByLayer() {
        LanguageLayers llava =
                LanguageLayers.of(
                        ModelFamilies.plan(
                                ModelDirectory.open(GoldenModels.folder("llava15-fp32"))));
        assertThat(llava).isEqualTo(new LanguageLayers("language_model.model.layers.", 3));
        assertThat(llava.layerOf("language_model.model.layers.2.mlp.up_proj.weight")).hasValue(2);
        assertThat(llava.layerOf("vision_tower.vision_model.encoder.layers.2.x")).isEmpty();
        assertThat(llava.within("language_model.model.layers.2.mlp.up_proj.weight"))
                .isEqualTo("mlp.up_proj.weight");
    }

    @Test
    void otherModelsAreRefused() {
        Path llava = GoldenModels.folder("llava15-fp32");
        Path tiny = TinyModels.folder(folder, TinyModels.Size.TINY, 1);
        assertThatThrownBy(() -> ParameterChange.measure(llava, tiny, layer -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 language layers")
                .hasMessageContaining("has 2");
        Path mistral = GoldenModels.folder("text-phi3-longrope-sliding");
        assertThatThrownBy(() -> ParameterChange.measure(llava, mistral, layer -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("to compare with");
    }
}
