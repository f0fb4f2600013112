package io.fovea.data.scenes;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The colour words, which of them a tint can make, and which a person may take for one another. */
public enum SceneColour {
    RED(356, .86, .86),
    ORANGE(27, .92, .97),
    YELLOW(52, .86, .97),
    GREEN(125, .70, .68),
    BLUE(216, .80, .90),
    PURPLE(276, .66, .72),
    PINK(332, .46, .98),
    BROWN(0, 0, 0),
    BLACK(0, 0, 0),
    WHITE(0, 0, 0),
    GREY(0, 0, 0);

    /** Colours that a tint can give. */
    static final List<SceneColour> TINTS =
            Stream.of(values()).filter(colour -> colour.value > 0).toList();

    private static final List<List<SceneColour>> CONFUSABLE =
            List.of(
                    List.of(RED, ORANGE),
                    List.of(ORANGE, YELLOW),
                    List.of(RED, PINK),
                    List.of(PINK, PURPLE),
                    List.of(BLUE, PURPLE),
                    List.of(BROWN, ORANGE),
                    List.of(BROWN, RED),
                    List.of(BROWN, BLACK),
                    List.of(BROWN, YELLOW),
                    List.of(WHITE, GREY),
                    List.of(BLACK, GREY),
                    List.of(BROWN, GREY),
                    List.of(YELLOW, WHITE),
                    List.of(PINK, WHITE),
                    List.of(YELLOW, GREEN),
                    List.of(BLUE, GREY),
                    List.of(PINK, ORANGE),
                    List.of(RED, PURPLE));

    private final double hue;
    private final double saturation;
    private final double value;

    SceneColour(double hue, double saturation, double value) {
        this.hue = hue;
        this.saturation = saturation;
        this.value = value;
    }

    /** The word, in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The colour of a word, or null for a word that is none of the eleven. */
    public static @Nullable SceneColour of(String word) {
        for (SceneColour colour : values()) {
            if (colour.word().equals(word)) {
                return colour;
            }
        }
        return null;
    }

    /** Whether nobody would take one for the other. */
    public boolean clearlyDiffersFrom(SceneColour other) {
        return this != other
                && !CONFUSABLE.contains(List.of(this, other))
                && !CONFUSABLE.contains(List.of(other, this));
    }

    /** Hue in degrees of a tint. */
    double hue() {
        return hue;
    }

    /** Saturation 0..1 (HSV) of a tint. */
    double saturation() {
        return saturation;
    }

    /** Value 0..1 (HSV) of a tint; 0 where no tint makes this colour. */
    double value() {
        return value;
    }
}
