package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.checkpoint.IfExists;
import io.fovea.checkpoint.Provenance;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;
import io.fovea.model.ModelFolder;
import io.fovea.nn.Linear;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.testkit.GoldenModels;
import io.fovea.testkit.TinyModels;
import io.fovea.tuning.AdapterWriter;
import io.fovea.tuning.Adapters;
import io.fovea.tuning.LoraConfig;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/** An adapter on the command line: beside the weights, merged, and where it does not fit. */
class AdapterVerbsTest {

    @TempDir static Path folder;

    private static String model;
    private static String adapter;
    private static String picture;

    @BeforeAll
    static void make() {
        Path made = TinyModels.folder(folder.resolve("models"), TinyModels.Size.TINY, 1);
        model = made.toString();
        Path written = folder.resolve("adapter");
        LoraConfig lora = new LoraConfig(4, 64, 0, false, null, null);
        try (ModelFolder.Opened opened =
                        ModelFolder.open(made, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
                Scope scope = Scope.open();
                Grad off = Grad.off()) {
            Adapters.attach(opened.model(), lora);
            Rng rng = new Rng(4);
            opened.model().initialize(rng);
            for (Linear linear : Adapters.of(opened.model()).values()) {
                linear.change().orElseThrow().parameters().values().stream()
                        .map(weight -> weight.value())
                        .forEach(value -> value.copy_(rng.normal(0.5, value.dims())));
            }
            new AdapterWriter(
                            model, lora, name -> false, Provenance.now("test", "test", 4, Map.of()))
                    .write(opened.model(), written, IfExists.REFUSE);
        }
        adapter = written.toString();
        picture = folder.resolve("picture.png").toString();
        ImageWriter.write(new Image(new Canvas(90, 60), new byte[3 * 90 * 60]), Path.of(picture));
    }

    private static Ran ask(String of, String... more) {
        String[] all = new String[6 + more.length];
        String[] begin = {"ask", picture, "what is it", "--threads", "1", "--model=" + of};
        System.arraycopy(begin, 0, all, 0, 6);
        System.arraycopy(more, 0, all, 6, more.length);
        return Ran.of(all);
    }

    private static String words(Ran ran) {
        assertThat(ran.code()).as(ran.err()).isZero();
        return ran.out().replaceAll("\\(\\d+ tokens? in .*", "");
    }

    @Test
    void besideTheWeightsAndMergedItAnswersAlike() {
        String merged = folder.resolve("merged").toString();
        Ran ran = Ran.of("merge", model, adapter, "--out", merged);
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("14 linear layers changed", "model: " + merged);
        String changed = words(ask(model, "--adapter", adapter));
        assertThat(words(ask(merged))).isEqualTo(changed);
        assertThat(words(ask(model))).isNotEqualTo(changed);
        Ran again = Ran.of("merge", model, adapter, "--out", merged);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).doesNotContain("\tat ");
    }

    @Test
    void whatDoesNotFitIsToldInALine() {
        String other = GoldenModels.folder("lora").toString();
        for (Ran ran :
                new Ran[] {
                    ask(model, "--adapter", other),
                    Ran.of("merge", model, other, "--out", folder.resolve("x").toString())
                }) {
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains("this adapter is of another model")
                    .contains("model.layers.1.mlp.gate_proj")
                    .doesNotContain("\tat ");
            assertThat(ran.err().strip().lines()).hasSize(1);
        }
        Ran none = ask(model, "--adapter", folder.resolve("none").toString());
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("no folder of this name");
        assertThat(folder.resolve("x")).doesNotExist();
    }
}
