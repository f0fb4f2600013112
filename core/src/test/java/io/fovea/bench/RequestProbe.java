package io.fovea.bench;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Conversation;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.RegionTargets;
import io.fovea.data.Sample;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.scenes.ScenesDataset;
import io.fovea.data.scenes.Split;
import io.fovea.generate.Prefill;
import io.fovea.geometry.Region;
import io.fovea.interaction.InteractionNetwork;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.language.LanguageInput;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.Readouts;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.model.images.PreparedImage;
import io.fovea.perception.PerceptionHeads;
import io.fovea.tensor.DType;
import io.fovea.tensor.Device;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Torch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks into the requests of an interaction network: what a linear classifier can read of the
 * question out of a request's state (its kind, the thing that it names), and how much of the slots'
 * attention falls on what was asked about, beside that thing's share of the picture. Arguments: a
 * model folder with a network, and a number of scenes of the validation split.
 */
public final class RequestProbe {

    private static final long[] ONLY = {0};

    private final ModelFolder.Opened opened;
    private final VisionLanguageModel model;
    private final InteractionNetwork network;
    private final Processor processor;
    private final List<String> names;
    private final LinearProbe kinds = new LinearProbe();
    private final LinearProbe things = new LinearProbe();
    private final Map<String, double[]> looks = new TreeMap<>();

    private RequestProbe(ModelFolder.Opened opened, List<String> labels) {
        this.opened = opened;
        model = opened.model();
        network = InteractionNetworks.of(model).orElseThrow();
        processor = InteractionNetworks.asking(model, opened.processor());
        names = labels.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    }

    public static void main(String[] arguments) throws IOException {
        Torch.setThreads(1);
        ScenesDataset scenes =
                new ScenesDataset(
                        ScenePackReader.builtIn(), SceneOptions.defaults(), Split.VALIDATION, 11);
        try (ModelFolder.Opened opened =
                        ModelFolder.open(
                                Path.of(arguments[0]),
                                InteractionNetworks.after(PerceptionHeads::attach),
                                DType.FLOAT32,
                                Device.CPU);
                Grad off = Grad.off()) {
            RequestProbe probe = new RequestProbe(opened, scenes.labels());
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                probe.read(scenes.get(i));
            }
            probe.print();
        }
    }

    private void read(Sample sample) {
        PreparedImage picture = processor.prepare(sample.picture());
        try (Scope scope = Scope.open()) {
            Tensor pixels = Tensor.of(picture.pixels(), picture.shape());
            VisualFeatures seen = model.vision().see(pixels, picture);
            for (Dialogue dialogue : sample.dialogues()) {
                Message question = dialogue.messages().getFirst();
                if (question.parts().stream().allMatch(ContentPart.Text.class::isInstance)) {
                    read(sample, picture, seen, dialogue);
                }
            }
        }
    }

    private void read(
            Sample sample, PreparedImage picture, VisualFeatures seen, Dialogue dialogue) {
        String words =
                ((ContentPart.Text) dialogue.messages().getFirst().parts().getFirst()).text();
        Prompt prompt =
                processor.prompt(
                        Conversation.of(
                                Message.user(
                                        new ContentPart.Picture(sample.picture()),
                                        new ContentPart.Text(words))),
                        List.of(picture));
        try (Scope scope = Scope.open()) {
            Tensor state = state(prompt, seen);
            float[] numbers = state.toFloats();
            kinds.add(numbers, dialogue.kind());
            names.stream()
                    .filter(words::contains)
                    .findFirst()
                    .ifPresent(name -> things.add(numbers, name));
            if (!dialogue.about().isEmpty()) {
                network.answer(state, seen, ONLY, shares -> look(shares, seen, dialogue, picture));
            }
        }
    }

    private Tensor state(Prompt prompt, VisualFeatures seen) {
        long request = prompt.asked().getFirst().position();
        Prefill prefill =
                new Prefill(
                        prompt.ids(),
                        prompt.positions(),
                        List.of(seen),
                        opened.processor().tokens().image(),
                        new long[0],
                        null,
                        List.of(new Prefill.Asked((int) request, network.inputs())));
        Tensor states =
                model.language()
                        .forward(
                                new LanguageInput(
                                                prefill.embeddings(model),
                                                prompt.positions().tensor(0, prompt.length()),
                                                null,
                                                null,
                                                Map.of())
                                        .only(-1))
                        .last();
        return Readouts.gather(states, new long[] {request}, network.config().request().at());
    }

    /** Attention {@code [1, H, Q, P]} on what is asked about, and that thing's share of all. */
    private void look(
            Tensor shares, VisualFeatures seen, Dialogue dialogue, PreparedImage picture) {
        float[] attention = shares.select(0, 0).mean(0, false).mean(0, false).toFloats();
        float[] asked = new float[attention.length];
        RegionTargets patches = new RegionTargets(1, seen.cols(), seen.rows());
        for (Region region : dialogue.about()) {
            float[] covered = patches.of(region, picture.geometry()).patchCoverage();
            for (int i = 0; i < asked.length; i++) {
                asked[i] = Math.max(asked[i], covered[i]);
            }
        }
        double on = 0;
        double area = 0;
        for (int i = 0; i < asked.length; i++) {
            on += attention[i] * asked[i];
            area += asked[i] / asked.length;
        }
        double[] sums = looks.computeIfAbsent(dialogue.kind(), ignored -> new double[3]);
        sums[0] += on;
        sums[1] += area;
        sums[2]++;
    }

    private void print() {
        print("what kind of question", kinds.result());
        print("which thing it names", things.result());
        System.out.println("attention on what is asked about, its share of the picture, ratio:");
        List<String> order = new ArrayList<>(looks.keySet());
        for (String kind : order) {
            double[] sums = looks.get(kind);
            System.out.printf(
                    Locale.ROOT,
                    "  %-12s n %5.0f  %.3f  %.3f  %.2f%n",
                    kind,
                    sums[2],
                    sums[0] / sums[2],
                    sums[1] / sums[2],
                    sums[0] / sums[1]);
        }
    }

    private static void print(String what, LinearProbe.Result result) {
        System.out.printf(
                Locale.ROOT,
                "%s: read right %.3f of %d (%d classes; a constant %.3f)%n",
                what,
                result.accuracy(),
                result.n(),
                result.classes(),
                result.majority());
    }
}
