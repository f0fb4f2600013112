package io.fovea.eval;

import io.fovea.chat.Answer;
import io.fovea.metrics.CaptionWords;
import io.fovea.metrics.ChoiceAnswer;
import io.fovea.metrics.LikelihoodChoice;
import io.fovea.metrics.M4cAccuracy;
import io.fovea.metrics.RougeL;
import io.fovea.metrics.VqaAccuracy;
import io.fovea.metrics.YesNo;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Judges answers whose data set says how they are measured. Correct means: VQA and TextVQA, what at
 * least one person said counts in full (accuracy above one half); a choice, the right option; yes
 * or no, the right one; captions, the words of one of the true ones. An invalid answer (silent,
 * places where words are due, no option, neither yes nor no, cut off) is scored as the metric's own
 * tool does and counted besides.
 */
final class MeasureScorer {

    private MeasureScorer() {}

    static Score score(Prediction prediction) {
        Item item = prediction.item();
        Answer answer = prediction.answer();
        String said = answer.text();
        boolean invalid =
                said.isBlank()
                        || !answer.regions().isEmpty()
                        || answer.finish() != Answer.Finish.STOP;
        return switch (item.measure()) {
            case PLAIN ->
                    throw new IllegalArgumentException(item.id() + " is measured by its kind");
            case VQA, TEXTVQA -> {
                double official = VqaAccuracy.of(said, item.answers());
                double m4c = M4cAccuracy.of(said, item.answers());
                double own = item.measure() == Measure.VQA ? official : m4c;
                yield Score.measured(
                        own > 0.5,
                        invalid,
                        Map.of(Columns.VQA_ACCURACY, official, Columns.M4C, m4c));
            }
            case CHOICE -> choice(ChoiceAnswer.of(said, item.options()), item, invalid);
            case LIKELIHOOD -> ranked(prediction);
            case POPE -> {
                YesNo truth = YesNo.mme(item.expected());
                yield Score.measured(
                        YesNo.pope(said) == truth, invalid || !YesNo.said(said), Map.of());
            }
            case MME -> {
                YesNo answered = YesNo.mme(said);
                yield Score.measured(
                        answered == YesNo.mme(item.expected()),
                        invalid || answered == YesNo.OTHER,
                        Map.of());
            }
            case CAPTIONS -> captions(said, item.answers(), invalid);
        };
    }

    private static Score choice(OptionalInt said, Item item, boolean invalid) {
        return Score.measured(
                said.isPresent() && said.getAsInt() == right(item),
                invalid || said.isEmpty(),
                Map.of());
    }

    private static Score ranked(Prediction prediction) {
        List<LikelihoodChoice.Option> options = prediction.options();
        Item item = prediction.item();
        if (options.size() != item.options().size()) {
            return Score.measured(false, true, Map.of());
        }
        return choice(OptionalInt.of(LikelihoodChoice.best(options)), item, false);
    }

    /**
     * The number of the right option.
     *
     * @throws IllegalArgumentException when the true answer is none of them
     */
    static int right(Item item) {
        List<String> options = item.options();
        String expected = item.expected();
        boolean letter = expected.length() == 1 && expected.charAt(0) - 'A' < options.size();
        int at = letter ? -1 : options.indexOf(expected);
        OptionalInt right = at >= 0 ? OptionalInt.of(at) : ChoiceAnswer.of(expected, options);
        return right.orElseThrow(
                () ->
                        new IllegalArgumentException(
                                "the true answer '"
                                        + item.expected()
                                        + "' of "
                                        + item.id()
                                        + " is none of its options "
                                        + options
                                        + "; check the data set"));
    }

    private static Score captions(String said, List<String> answers, boolean invalid) {
        List<String> words = CaptionWords.of(said);
        List<List<String>> references = answers.stream().map(CaptionWords::of).toList();
        return Score.measured(
                references.contains(words),
                invalid,
                Map.of(Columns.ROUGE_L, RougeL.of(words, references)));
    }
}
