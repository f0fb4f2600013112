package io.fovea.train;

import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;

import java.util.List;
import java.util.Map;

/** Samples made by hand. */
final class TinySamples {

    private TinySamples() {}

    /** A grey picture and an answer in words. */
    static Sample words() {
        Image grey = new Image(new Canvas(64, 64), new byte[3 * 64 * 64]);
        Dialogue dialogue =
                new Dialogue(
                        "exists",
                        List.of(Message.user("is there a cat?"), Message.assistant("no")));
        return new Sample("grey", grey, List.of(dialogue), List.of(), Map.of());
    }
}
