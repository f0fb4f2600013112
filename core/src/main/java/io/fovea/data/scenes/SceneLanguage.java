package io.fovea.data.scenes;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is said about scenes. Lower case, no full stop, and every question ends with the noun phrase
 * it is about, so that a model may read its answer at the last word. Whatever would be ambiguous or
 * doubtful is not said.
 *
 * <p>Each dialogue is tagged {@code form} (name, colour, size, side, ordinal, left, right, above,
 * below, behind, front, nearest, between, or its kind), {@code target} (seen or unseen picture;
 * none where no thing answers) and {@code wording} (seen or unseen).
 */
public final class SceneLanguage {

    private static final int TRIES = 24;

    private final ScenePack pack;

    public SceneLanguage(ScenePack pack) {
        this.pack = pack;
    }

    /**
     * Varied exchanges about a scene: families follow the mix by systematic sampling, so that eight
     * exchanges never are eight times the same; no question is asked twice. A scene that allows
     * fewer gets fewer.
     */
    List<Dialogue> dialogues(Scene scene, SceneOptions options, Split split, Draw draw) {
        Asking asking = new Asking(scene, pack, split, draw);
        List<Dialogue> dialogues = new ArrayList<>();
        Set<Object> asked = new HashSet<>();
        double[] weights = options.mix().weights();
        for (int family : families(weights, options.dialogues(), draw)) {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                Dialogue dialogue = family(attempt < 3 ? family : draw.weighted(weights), asking);
                if (dialogue != null && asked.add(essence(dialogue))) {
                    dialogues.add(dialogue);
                    break;
                }
            }
        }
        return draw.shuffled(dialogues);
    }

    /**
     * What makes two exchanges the same: the form and the place where a place is found, else the
     * words asked.
     */
    private static Object essence(Dialogue dialogue) {
        Message user = dialogue.messages().get(0);
        Message assistant = dialogue.messages().get(1);
        boolean located =
                assistant.parts().stream().anyMatch(part -> !(part instanceof ContentPart.Text));
        return located
                ? List.of(dialogue.kind(), dialogue.tags().getOrDefault("form", ""), assistant)
                : user;
    }

    /** Families at evenly spaced points of the cumulated weights. */
    private static int[] families(double[] weights, int count, Draw draw) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double start = draw.uniform(0, 1);
        int[] families = new int[count];
        for (int i = 0; i < count; i++) {
            double at = (i + start) / count * sum;
            int family = 0;
            while (family < weights.length - 1 && at >= weights[family]) {
                at -= weights[family++];
            }
            families[i] = family;
        }
        return families;
    }

    private static @Nullable Dialogue family(int family, Asking asking) {
        return switch (family) {
            case 0 -> PlaceQuestions.name(asking);
            case 1 -> PlaceQuestions.qualifier(asking);
            case 2 -> PlaceQuestions.relation(asking);
            case 3 -> PlaceQuestions.absent(asking);
            case 4 -> PlaceQuestions.all(asking);
            case 5 -> WordQuestions.any(asking);
            case 6 -> Descriptions.region(asking);
            default -> Descriptions.caption(asking);
        };
    }

    /**
     * Sentences that hold every word and every way of speaking, for training a tokenizer: questions
     * and answers about each kind of the pack, in a fixed order.
     */
    public Stream<String> sentences() {
        List<ThingKind> kinds = pack.kinds();
        return Stream.concat(
                Stream.of(
                                Wordings.CAPTION.all(),
                                Wordings.GROUNDED_CAPTION.all(),
                                Grammar.numbers().stream(),
                                Stream.of(
                                        "yes",
                                        "no",
                                        Asking.NONE,
                                        "top left",
                                        "top right",
                                        "bottom left",
                                        "bottom right",
                                        "top",
                                        "bottom",
                                        "left",
                                        "right",
                                        "middle"),
                                Wordings.REGION.all().map(String::strip),
                                Wordings.REGION_FULL.all().map(String::strip),
                                Stream.of(SceneColour.values()).map(SceneColour::word))
                        .flatMap(sentence -> sentence),
                Stream.iterate(0, i -> i < kinds.size(), i -> i + 1).flatMap(i -> about(kinds, i)));
    }

    private static Stream<String> about(List<ThingKind> kinds, int index) {
        ThingKind kind = kinds.get(index);
        ThingKind next = kinds.get((index + 1) % kinds.size());
        ThingKind third = kinds.get((index + 2) % kinds.size());
        String the = "the " + kind.name();
        Stream.Builder<String> out = Stream.builder();
        Wordings.FIND.all().forEach(wording -> out.add(wording + the));
        Wordings.COLOUR.all().forEach(wording -> out.add(wording + the));
        Stream.of(Wordings.ALL, Wordings.EXISTS, Wordings.COUNT, Wordings.WHERE)
                .flatMap(Wordings::all)
                .forEach(wording -> out.add(new Wordings.Wording(wording, true).with(kind)));
        Stream.of(Wordings.LARGER, Wordings.SMALLER)
                .flatMap(Wordings::all)
                .forEach(wording -> out.add(wording + the + " or the " + next.name()));
        for (SceneColour colour : SceneColour.values()) {
            out.add("the " + colour.word() + " " + kind.name());
            out.add(Grammar.withArticle(colour, kind));
        }
        Stream.of(
                        Phrases.BIG,
                        Phrases.SMALL,
                        Phrases.LEFT,
                        Phrases.RIGHT,
                        Phrases.TOP,
                        Phrases.BOTTOM)
                .flatMap(List::stream)
                .forEach(word -> out.add("the " + word + " " + kind.name()));
        for (int i = 0; i < Grammar.ORDINALS.size(); i++) {
            out.add(Phrases.order("left", i, kind));
            out.add(Phrases.order("right", i, kind));
        }
        for (Relation relation : Relation.values()) {
            String reference =
                    relation == Relation.BETWEEN
                            ? next.name() + " and the " + third.name()
                            : next.name();
            for (String words : relation.words()) {
                out.add(the + " " + words + " the " + reference);
                out.add("the thing " + words + " the " + reference);
                out.add("the one " + words + " the " + reference);
                Wordings.WHAT_IS
                        .all()
                        .forEach(wording -> out.add(wording + words + " the " + reference));
                Wordings.YES_NO
                        .all()
                        .forEach(
                                wording ->
                                        out.add(
                                                wording
                                                        + kind.name()
                                                        + " "
                                                        + words
                                                        + " the "
                                                        + reference));
            }
        }
        for (int count = 1; count <= 5; count++) {
            out.add(
                    Grammar.counted(kind, count)
                            + ", "
                            + next.withArticle()
                            + " and "
                            + third.withArticle());
        }
        return out.build();
    }
}
