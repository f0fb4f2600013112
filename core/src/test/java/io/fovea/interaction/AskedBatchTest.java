package io.fovea.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.chat.Message;
import io.fovea.data.Batch;
import io.fovea.data.Collator;
import io.fovea.data.Dialogue;
import io.fovea.data.RegionTargets;
import io.fovea.data.Sample;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.language.LanguageInput;
import io.fovea.model.ModelFolder;
import io.fovea.model.Placeholders;
import io.fovea.model.Processor;
import io.fovea.model.Readouts;
import io.fovea.model.VisualFeatures;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.testkit.Close;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** Requests of packed rows are answered as those of separate rows are. */
class AskedBatchTest {

    @TempDir private Path folder = Path.of("");

    private static Image picture(long seed) {
        byte[] rgb = new byte[3 * 64 * 64];
        new Random(seed).nextBytes(rgb);
        return new Image(new Canvas(64, 64), rgb);
    }

    private static Dialogue says(String question, String answer) {
        return new Dialogue("q", List.of(Message.user(question), Message.assistant(answer)));
    }

    private static Sample sample(long picture, Dialogue... dialogues) {
        return new Sample("s" + picture, picture(picture), List.of(dialogues), List.of(), Map.of());
    }

    /** States that predict the answers, {@code [N, Dl]}. */
    private static Tensor predicting(
            ModelFolder.Opened opened, InteractionNetwork network, List<Sample> samples) {
        Processor processor =
                InteractionNetworks.asking(
                        network, opened.processor(), opened.model().language().vocabulary());
        Batch batch = new Collator(processor, new RegionTargets(16, 4), 4096).collate(samples);
        VisualFeatures seen =
                opened.model().vision().seeAll(Tensor.of(batch.pixels(), batch.pixelShape()));
        int rows = opened.model().language().vocabulary();
        long[] ids = LongStream.of(batch.ids()).map(id -> id < rows ? id : 0).toArray();
        Tensor embeddings =
                opened.model().language().embed(Tensor.of(ids, batch.rows(), batch.length()));
        embeddings =
                Placeholders.write(
                        embeddings,
                        Placeholders.find(batch.ids(), TinyModels.IMAGE),
                        seen.tokens().reshape(-1, seen.tokens().size(2)),
                        "patches");
        Tensor inputs =
                new AskedBatch(network, seen, batch.asked(), looks -> {})
                        .answered(embeddings, first -> read(opened, batch, first));
        return Readouts.gather(read(opened, batch, inputs), batch.predicting(), Readouts.At.ITSELF);
    }

    private static Tensor read(ModelFolder.Opened opened, Batch batch, Tensor embeddings) {
        return opened.model()
                .language()
                .forward(
                        new LanguageInput(
                                embeddings,
                                Tensor.of(batch.positions(), batch.rows(), batch.length()),
                                Tensor.of(
                                        batch.mask(),
                                        batch.rows(),
                                        1,
                                        batch.length(),
                                        batch.length()),
                                null,
                                Map.of()))
                .last();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void packedRowsEqualSeparateOnes(int rounds) {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 5);
        try (ModelFolder.Opened opened =
                        ModelFolder.open(
                                model, PerceptionHeads::attach, DType.FLOAT32, Device.CPU);
                Scope scope = Scope.open();
                Grad off = Grad.off();
                InteractionNetwork network = AskedPrompt.network(opened.model(), rounds, 1)) {
            Dialogue cat = says("is there a cat", "no");
            Dialogue car = says("where is the red car", "none of them");
            Dialogue many = says("what is this?", "an apple and 2 dogs");
            Tensor packed =
                    predicting(
                            opened,
                            network,
                            List.of(sample(1, cat, many, car), sample(2, car, cat)));
            Tensor apart =
                    Tensor.cat(
                            List.of(
                                    predicting(opened, network, List.of(sample(1, cat))),
                                    predicting(opened, network, List.of(sample(1, many))),
                                    predicting(opened, network, List.of(sample(1, car))),
                                    predicting(opened, network, List.of(sample(2, car))),
                                    predicting(opened, network, List.of(sample(2, cat)))),
                            0);
            Close.check("states", packed, apart, 1e-4);
            assertThat(packed.abs().max().item()).isGreaterThan(0.1);
        }
    }
}
