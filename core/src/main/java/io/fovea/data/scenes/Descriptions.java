package io.fovea.data.scenes;

import io.fovea.chat.ContentPart;
import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.geometry.Region;

import java.util.ArrayList;
import java.util.List;

/**
 * Exchanges that put a place or the whole picture into words: region, regioncolour, regionfull and
 * captions.
 */
final class Descriptions {

    private Descriptions() {}

    /** "what is [place]"; its colour, or kind and colour, where the colour is clear. */
    static Dialogue region(Asking asking) {
        SceneThing thing = asking.draw().from(asking.scene().things());
        SceneColour colour = thing.colour();
        double what = asking.draw().uniform(0, 1);
        if (colour != null && what < 0.25) {
            return region(asking, "regioncolour", Wordings.COLOUR, thing, colour.word());
        }
        if (what < 0.45) {
            String words =
                    colour == null
                            ? thing.kind().withArticle()
                            : Grammar.withArticle(colour, thing.kind());
            return region(asking, "regionfull", Wordings.REGION_FULL, thing, words);
        }
        return region(asking, "region", Wordings.REGION, thing, thing.kind().withArticle());
    }

    private static Dialogue region(
            Asking asking, String kind, Wordings wordings, SceneThing thing, String answer) {
        Wordings.Wording wording = asking.wording(wordings);
        Region told = new Region(thing.region().box(), thing.region().mask(), null, 1);
        return asking.exchange(
                new Asking.Topic(kind, kind, List.of(thing)),
                wording,
                Message.user(new ContentPart.Text(wording.text()), new ContentPart.Place(told)),
                Message.assistant(answer));
    }

    /**
     * What is in the picture, each kind once, from left to right by its first thing; half of them
     * with places.
     */
    static Dialogue caption(Asking asking) {
        List<ThingKind> kinds =
                asking.scene().leftToRight().stream().map(SceneThing::kind).distinct().toList();
        boolean grounded = asking.draw().chance(0.5);
        List<ContentPart> parts = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < kinds.size(); i++) {
            List<SceneThing> things = asking.scene().ofKind(kinds.get(i));
            String joint = Grammar.joint(i, kinds.size());
            String phrase = Grammar.counted(kinds.get(i), things.size());
            words.append(joint).append(phrase);
            if (!joint.isEmpty()) {
                parts.add(new ContentPart.Text(joint));
            }
            parts.add(
                    new ContentPart.Grounded(
                            phrase, things.stream().map(SceneThing::region).toList()));
        }
        String kind = grounded ? "groundedcaption" : "caption";
        Asking.Topic topic = new Asking.Topic(kind, kind, asking.scene().things());
        Wordings.Wording wording =
                asking.wording(grounded ? Wordings.GROUNDED_CAPTION : Wordings.CAPTION);
        return asking.exchange(
                topic,
                wording,
                Message.user(wording.text()),
                grounded
                        ? new Message(Message.Role.ASSISTANT, parts)
                        : Message.assistant(words.toString()));
    }
}
