package io.fovea.pruning;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A number for each layer. In all of them a layer with a small number does little. Formulas:
 * docs/pruning.md.
 */
public enum Score {
    /** How far a layer turns the states of all tokens (ShortGPT). */
    BLOCK_INFLUENCE(Source.STATES),
    /** The same at image tokens alone. */
    IMAGE_BLOCK_INFLUENCE(Source.STATES),
    /** The same at all other tokens. */
    TEXT_BLOCK_INFLUENCE(Source.STATES),
    /** The mean of the two (Visual Region). */
    MULTIMODAL_BLOCK_INFLUENCE(Source.STATES),
    /** The angle between a prompt's last state before and after a layer (Gromov et al.). */
    ANGULAR_DISTANCE(Source.STATES),
    /** The same over n layers in a row, for every n. */
    BLOCK_ANGULAR_DISTANCE(Source.STATES),
    /** The share of attention that words behind a picture pay to it. */
    IMAGE_ATTENTION(Source.ATTENTION),
    /** Norm of the change of a layer's linear weights since another checkpoint. */
    PARAMETER_L2(Source.WEIGHTS),
    /** Angle of that change. */
    PARAMETER_ANGULAR(Source.WEIGHTS),
    /** Norm of that change as a share of the norm of the weights. */
    PARAMETER_RATIO(Source.WEIGHTS);

    /** What a score is computed from. */
    public enum Source {
        /** States of every layer. */
        STATES,
        /** Attention probabilities of every layer. */
        ATTENTION,
        /** The weights of two checkpoints. */
        WEIGHTS
    }

    private final Source source;

    Score(Source source) {
        this.source = source;
    }

    /** What it is computed from. */
    public Source source() {
        return source;
    }

    /** Whether it has no value without image tokens. */
    public boolean needsPictures() {
        return this == IMAGE_BLOCK_INFLUENCE
                || this == MULTIMODAL_BLOCK_INFLUENCE
                || this == IMAGE_ATTENTION;
    }

    /** Its name in files and on the command line, such as {@code block_influence}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The score of a name.
     *
     * @throws IllegalArgumentException when there is none, with all there are
     */
    public static Score of(String key) {
        return Arrays.stream(values())
                .filter(score -> score.key().equals(key.strip()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "there is no score '"
                                                + key.strip()
                                                + "'; there are "
                                                + Arrays.stream(values())
                                                        .map(Score::key)
                                                        .collect(Collectors.joining(", "))));
    }
}
