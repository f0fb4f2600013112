package io.fovea.pruning;

import io.fovea.chat.Conversation;
import io.fovea.generate.Prefill;
import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageOutput;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.model.images.PreparedImage;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Scores of a model's layers from what they compute: one pass over calibration prompts, each read
 * once, of which only sums are kept.
 */
public final class ActivationScores {

    private static final int NO_TOKEN = Integer.MIN_VALUE;

    /** Hears how far the pass is. */
    public interface Listener {

        /** Some prompts are read. */
        void done(int prompts, int total);
    }

    /**
     * What a pass found.
     *
     * @param scores the wanted ones, a number for each layer
     * @param blocks mean angular distance over n layers from each layer on, n from 1; empty when
     *     not wanted
     * @param imageTokens read in all
     * @param textTokens read in all
     */
    public record Result(
            Map<Score, List<Double>> scores,
            List<List<Double>> blocks,
            long imageTokens,
            long textTokens) {}

    private final ModelFolder.Opened opened;
    private final VisionLanguageModel model;
    private final Set<Score> wanted;
    private final StateSums states;
    private final AttentionSums attention;

    private ActivationScores(ModelFolder.Opened opened, Set<Score> wanted) {
        this.opened = opened;
        this.wanted = wanted;
        model = opened.model();
        states = new StateSums(model.language().layers());
        attention = new AttentionSums(model.language().layers());
    }

    /**
     * Reads all prompts once.
     *
     * @param wanted scores of states and of attention; others are passed over
     * @throws IllegalArgumentException when the model cannot read a prompt, a state is not finite,
     *     or a score needs image tokens and there were none
     */
    public static Result measure(
            ModelFolder.Opened opened, Calibration data, Set<Score> wanted, Listener listener) {
        ActivationScores pass = new ActivationScores(opened, wanted);
        for (int i = 0; i < data.size(); i++) {
            try (Scope scope = Scope.open();
                    Grad off = Grad.off()) {
                pass.read(data.get(i));
            }
            listener.done(i + 1, data.size());
        }
        return pass.result(data);
    }

    private void read(Calibration.Prompt prompt) {
        switch (prompt) {
            case Calibration.Prompt.Plain(String words) -> read(shortened(words), List.of());
            case Calibration.Prompt.Asked(Conversation conversation) -> {
                if (!model.sees() && !Processor.pictures(conversation).isEmpty()) {
                    throw new IllegalArgumentException(
                            "a model of the family '"
                                    + model.description().modelType()
                                    + "' reads words only; give --data a text file with a prompt"
                                    + " on each line");
                }
                List<PreparedImage> pictures =
                        Processor.pictures(conversation).stream()
                                .map(opened.processor()::prepare)
                                .toList();
                read(opened.processor().prompt(conversation, pictures), pictures);
            }
        }
    }

    private Prompt shortened(String words) {
        Prompt whole = opened.processor().plain(words);
        int longest = model.description().longestSequence();
        return whole.length() <= longest
                ? whole
                : Prompt.ofIds(Arrays.copyOf(whole.ids(), longest));
    }

    private void read(Prompt prompt, List<PreparedImage> pictures) {
        int longest = model.description().longestSequence();
        if (prompt.length() > longest) {
            throw new IllegalArgumentException(
                    "a calibration prompt is "
                            + prompt.length()
                            + " tokens, and the model reads "
                            + longest
                            + "; give shorter ones");
        }
        Integer named = opened.processor().tokens().image();
        int image = named == null ? NO_TOKEN : named;
        Prefill prefill =
                new Prefill(
                        prompt.ids(), prompt.positions(), see(pictures), image, new long[0], null);
        TokenRoles roles = TokenRoles.of(prompt.ids(), pictures.isEmpty() ? NO_TOKEN : image);
        LanguageOutput output =
                model.language()
                        .forward(
                                new LanguageInput(
                                        prefill.embeddings(model),
                                        prompt.positions()
                                                .tensor(0, prompt.length())
                                                .to(model.device()),
                                        null,
                                        null,
                                        wanted.contains(Score.IMAGE_ATTENTION)
                                                ? attention.taps(roles)
                                                : Map.of()));
        states.add(output.states(), roles);
    }

    private List<VisualFeatures> see(List<PreparedImage> pictures) {
        List<VisualFeatures> seen = new ArrayList<>();
        for (PreparedImage picture : pictures) {
            Tensor pixels = Tensor.of(picture.pixels(), picture.shape()).to(model.device());
            seen.add(model.vision().see(pixels.to(arithmetic()), picture));
        }
        return seen;
    }

    private DType arithmetic() {
        return model.language().parameters().firstEntry().getValue().value().dtype();
    }

    private Result result(Calibration data) {
        for (Score score : wanted) {
            if (score.needsPictures() && states.imageTokens() == 0) {
                throw new IllegalArgumentException(
                        "the score "
                                + score.key()
                                + " compares image tokens with words, and "
                                + data.description()
                                + " shows no picture; give --data pictures, or leave the score"
                                + " out");
            }
        }
        List<List<Double>> blocks = states.blockDistances();
        Map<Score, List<Double>> scores = new EnumMap<>(Score.class);
        for (Score score : wanted) {
            switch (score) {
                case BLOCK_INFLUENCE -> scores.put(score, states.blockInfluence());
                case IMAGE_BLOCK_INFLUENCE -> scores.put(score, states.imageInfluence());
                case TEXT_BLOCK_INFLUENCE -> scores.put(score, states.textInfluence());
                case MULTIMODAL_BLOCK_INFLUENCE -> scores.put(score, states.multimodalInfluence());
                case ANGULAR_DISTANCE -> scores.put(score, blocks.getFirst());
                case IMAGE_ATTENTION -> scores.put(score, attention.mass());
                case BLOCK_ANGULAR_DISTANCE, PARAMETER_L2, PARAMETER_ANGULAR, PARAMETER_RATIO -> {}
            }
        }
        return new Result(
                scores,
                wanted.contains(Score.BLOCK_ANGULAR_DISTANCE) ? blocks : List.of(),
                states.imageTokens(),
                states.wordTokens());
    }
}
