package io.fovea.cli;

import io.fovea.data.Dataset;
import io.fovea.data.files.Findings;
import io.fovea.data.scenes.SceneOptions;
import io.fovea.data.scenes.ScenePack;
import io.fovea.data.scenes.ScenePackReader;
import io.fovea.data.sets.DataFormats;
import io.fovea.data.sets.DataSpec;
import io.fovea.data.sets.ScenesFormat;
import io.fovea.eval.KindNames;
import io.fovea.eval.SceneKinds;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * What an evaluation asks about.
 *
 * @param dataset the samples
 * @param kinds names of kinds of things, which captions are compared by
 * @param words the data set and its options
 */
record EvaluationData(Dataset dataset, KindNames kinds, String words) {

    /**
     * The data set that a text names; scenes take what the text leaves open from the options of the
     * command line.
     *
     * @param err is told how many records are broken and left out
     * @throws io.fovea.data.files.DataError when it cannot be opened
     */
    static EvaluationData open(String text, SceneArguments scenes, long seed, PrintWriter err)
            throws IOException {
        DataSpec spec = DataSpec.parse(text);
        if (ScenesFormat.matches(spec)) {
            DataFormats.format(spec);
            SceneOptions options = ScenesFormat.options(spec, scenes.options());
            ScenePack pack = ScenePackReader.builtIn();
            return new EvaluationData(
                    ScenesFormat.scenes(spec, pack, scenes.options(), seed),
                    SceneKinds.of(pack),
                    spec.format() + ":" + spec.place() + ": " + options.words());
        }
        Findings findings = Findings.lenient();
        Dataset dataset = DataFormats.open(spec, findings);
        if (findings.count() > 0) {
            err.println(
                    "fovea: "
                            + findings.count()
                            + " problems in "
                            + spec
                            + " are left out, the first: "
                            + findings.list().getFirst());
        }
        Map<String, String> kinds = new HashMap<>();
        dataset.labels().forEach(label -> kinds.put(label, label));
        return new EvaluationData(dataset, new KindNames(kinds), spec.toString());
    }
}
