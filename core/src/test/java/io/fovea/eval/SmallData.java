package io.fovea.eval;

import io.fovea.chat.Message;
import io.fovea.data.Dataset;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;

import java.util.List;
import java.util.Map;

/** Data sets of grey pictures and written questions, for tests. */
final class SmallData {

    private static final Canvas CANVAS = new Canvas(40, 30);

    private SmallData() {}

    /** Each list is what is asked about one picture. */
    static Dataset of(List<List<Dialogue>> pictures) {
        return new Dataset() {
            @Override
            public long size() {
                return pictures.size();
            }

            @Override
            public Sample get(long index) {
                return new Sample(
                        "p" + index,
                        new Image(CANVAS, new byte[3 * 40 * 30]),
                        pictures.get((int) index),
                        List.of(),
                        Map.of());
            }
        };
    }

    static Dialogue asked(String question, String answer, Map<String, String> tags) {
        return new Dialogue(
                "question",
                List.of(Message.user(question), Message.assistant(answer)),
                List.of(),
                tags);
    }

    /** The report on answers given by the words of a question. */
    static EvalReport report(List<Scored> scored) {
        return EvalReport.of(
                new EvalReport.Subject("test", Map.of(), "small", 1, Map.of(), "fovea evaluate"),
                scored);
    }

    static List<Scored> scored(Dataset dataset, Answerer answerer) {
        Scorer scorer = new Scorer(new KindNames(Map.of()));
        return new Evaluator(answerer)
                .run(dataset, dataset.size(), (done, total, latest) -> {}).stream()
                        .map(prediction -> new Scored(prediction, scorer.score(prediction)))
                        .toList();
    }
}
