package io.fovea.train;

import io.fovea.chat.ContentPart;
import io.fovea.data.Dataset;
import io.fovea.data.Mixture;
import io.fovea.data.PlaceForm;
import io.fovea.data.SkippingDataset;
import io.fovea.data.WrittenPlaces;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;
import io.fovea.data.scenes.SceneLanguage;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePack;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.scenes.Split;
import io.fovea.data.sets.DataFormats;
import io.fovea.data.sets.DataMix;
import io.fovea.data.sets.DataSpec;
import io.fovea.data.sets.ScenesFormat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What a recipe is trained on: composed scenes alone, or a weighted mixture of data sets. Files are
 * opened once for a run.
 */
final class TrainingData {

    private static final int SAMPLES_READ = 4000;

    /**
     * A data set of the mixture.
     *
     * @param dataset null for scenes, which a stage may change
     */
    private record Source(DataSpec spec, double weight, @Nullable Dataset dataset) {}

    private final SceneOptions scenes;
    private final ScenePack pack;
    private final List<Source> sources;
    private final PlaceForm form;

    private TrainingData(
            SceneOptions scenes, ScenePack pack, List<Source> sources, PlaceForm form) {
        this.scenes = scenes;
        this.pack = pack;
        this.sources = sources;
        this.form = form;
    }

    /**
     * Opens the data of a recipe; broken records are left out.
     *
     * @param notes is told what is left out
     * @throws DataError when a set cannot be opened, nothing of it can be used, or it is kept for
     *     tests
     */
    static TrainingData of(Recipe recipe, DataNotes notes) throws IOException {
        SceneOptions scenes = recipe.scenes() == null ? SceneOptions.ofTheCard() : recipe.scenes();
        List<Source> sources = new ArrayList<>();
        if (recipe.data() != null) {
            for (DataMix.Share share : recipe.data().sets()) {
                DataSpec spec = share.spec();
                sources.add(new Source(spec, share.drawn(), opened(spec, notes)));
            }
        }
        PlaceForm form = recipe.data() == null ? PlaceForm.TOKEN : recipe.data().form();
        return new TrainingData(scenes, ScenePackReader.builtIn(), sources, form);
    }

    private static @Nullable Dataset opened(DataSpec spec, DataNotes notes) {
        if (!ScenesFormat.matches(spec)) {
            Findings findings = Findings.lenient();
            Dataset dataset = DataFormats.open(spec, findings);
            notes.opened(spec, dataset.size(), findings);
            return new SkippingDataset(dataset, notes::skipped);
        }
        if (ScenesFormat.split(spec) != Split.TRAIN) {
            throw new DataError(
                    "a recipe trains on '"
                            + spec
                            + "', which is kept for tests; take scenes:train");
        }
        return null;
    }

    /** How places stand in what is asked and answered. */
    PlaceForm form() {
        return form;
    }

    /** The material of composed scenes. */
    ScenePack pack() {
        return pack;
    }

    /** Names of the kinds of things, each once. */
    List<String> kinds() {
        Set<String> kinds = new LinkedHashSet<>();
        for (Source source : all()) {
            Dataset dataset = source.dataset();
            kinds.addAll(dataset == null ? composed(source, scenes, 0).labels() : dataset.labels());
        }
        return List.copyOf(kinds);
    }

    /**
     * The data of a stage; the same arguments give the same samples in the same order.
     *
     * @param seed of scenes and mixture
     */
    Dataset of(Recipe.Stage stage, long seed) {
        SceneOptions options = scenes;
        options = stage.dialogues() > 0 ? options.withDialogues(stage.dialogues()) : options;
        options = stage.mix() == null ? options : options.withMix(stage.mix());
        if (sources.isEmpty()) {
            return composed(all().getFirst(), options, seed);
        }
        List<Mixture.Part> parts = new ArrayList<>();
        for (Source source : sources) {
            Dataset dataset = source.dataset();
            parts.add(
                    new Mixture.Part(
                            dataset == null ? composed(source, options, seed) : dataset,
                            source.weight()));
        }
        return WrittenPlaces.of(new Mixture(parts, seed), form);
    }

    /**
     * What the data say, for a vocabulary: all that scenes can say, and the words of up to {@value
     * #SAMPLES_READ} samples of each other set, evenly spread.
     */
    Stream<String> sentences() {
        return all().stream()
                .flatMap(
                        source ->
                                source.dataset() == null
                                        ? new SceneLanguage(pack).sentences()
                                        : sentences(source.dataset()));
    }

    private static Stream<String> sentences(Dataset dataset) {
        long read = Math.min(SAMPLES_READ, dataset.size());
        return LongStream.range(0, read)
                .mapToObj(i -> dataset.get(i * dataset.size() / read))
                .flatMap(sample -> sample.dialogues().stream())
                .flatMap(dialogue -> dialogue.messages().stream())
                .flatMap(message -> message.parts().stream())
                .flatMap(TrainingData::words);
    }

    private static Stream<String> words(ContentPart part) {
        return switch (part) {
            case ContentPart.Text text -> Stream.of(text.text());
            case ContentPart.Grounded grounded -> Stream.of(grounded.phrase());
            case ContentPart.Picture picture -> Stream.empty();
            case ContentPart.Place place -> Stream.empty();
        };
    }

    private List<Source> all() {
        return sources.isEmpty()
                ? List.of(new Source(DataSpec.parse("scenes:train"), 1, null))
                : sources;
    }

    private Dataset composed(Source source, SceneOptions options, long seed) {
        return ScenesFormat.scenes(source.spec(), pack, options, seed);
    }
}
