package io.fovea.data.sets;

import io.fovea.chat.Message;
import io.fovea.data.Dialogue;
import io.fovea.data.Sample;
import io.fovea.geometry.Canvas;
import io.fovea.image.Image;
import io.fovea.image.ImageWriter;
import io.fovea.image.Overlay;
import io.fovea.image.Resample;
import io.fovea.image.Sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Samples for people to look at: pictures with their places, and what is said below. */
public final class SamplePage {

    private static final int SIDE = 480;
    private static final int CELL = 320;
    private static final float QUALITY = 0.85f;

    private static final String STYLE =
            """
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 76em; padding: 0 1em;
                   color: #1d1d1f; background: #fafaf8; }
            h1 { font-size: 1.2em; }
            main { display: grid; grid-template-columns: repeat(auto-fill, minmax(20em, 1fr)); gap: 1.2em; }
            article { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: .8em;
                      overflow-wrap: anywhere; }
            img { max-width: 100%; border-radius: 4px; }
            h2 { font-size: .85em; color: #666; margin: .4em 0; font-weight: normal; }
            p { margin: .3em 0; }
            .answer { padding-left: 1em; color: #14532d; }
            .kind { float: right; font-size: .75em; color: #888; }
            @media (prefers-color-scheme: dark) {
              body { background: #18181a; color: #eee; } article { background: #232326; border-color: #3a3a3e; }
              .answer { color: #86efac; } h2 { color: #aaa; }
            }
            """;

    private SamplePage() {}

    /** One file that a browser shows without a network. */
    public static String html(String title, List<Sample> samples) {
        StringBuilder page = new StringBuilder(1 << 16);
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
        page.append(escaped(title)).append("</title>\n<style>\n").append(STYLE);
        page.append("</style>\n</head>\n<body>\n<h1>").append(escaped(title));
        page.append("</h1>\n<main>\n");
        samples.forEach(sample -> article(sample, page));
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private static void article(Sample sample, StringBuilder page) {
        page.append("<article>\n");
        if (sample.image() != null) {
            String data =
                    Base64.getEncoder()
                            .encodeToString(ImageWriter.toJpeg(drawn(sample, SIDE), QUALITY));
            page.append("<img alt=\"\" src=\"data:image/jpeg;base64,").append(data).append("\">\n");
        }
        page.append("<h2>").append(escaped(sample.id())).append("</h2>\n");
        for (Dialogue dialogue : sample.dialogues()) {
            page.append("<span class=\"kind\">")
                    .append(escaped(dialogue.kind()))
                    .append("</span>\n");
            for (Message message : dialogue.messages()) {
                page.append(
                        message.role() == Message.Role.ASSISTANT ? "<p class=\"answer\">" : "<p>");
                page.append(escaped(Spoken.words(message)).replace("\n", "<br>")).append("</p>\n");
            }
        }
        page.append("</article>\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** One picture of many; words without a picture are written on grey. */
    public static Image sheet(String title, List<Sample> samples) {
        List<Sheet.Entry> entries = new ArrayList<>();
        for (Sample sample : samples) {
            Image picture = sample.image() == null ? blank() : drawn(sample, CELL);
            entries.add(new Sheet.Entry(picture, caption(sample)));
        }
        return new Sheet(4, new Canvas(CELL, CELL)).draw(title, entries);
    }

    private static Image blank() {
        byte[] grey = new byte[3 * CELL * CELL / 4];
        Arrays.fill(grey, (byte) 0xE0);
        return new Image(new Canvas(CELL, CELL / 4), grey);
    }

    private static String caption(Sample sample) {
        return sample.dialogues().stream()
                .limit(2)
                .map(
                        dialogue ->
                                dialogue.messages().stream()
                                        .map(Spoken::words)
                                        .collect(Collectors.joining(" > ")))
                .collect(Collectors.joining("  |  "));
    }

    /** The picture with its places, its longer side at most so many pixels. */
    private static Image drawn(Sample sample, int side) {
        Image image = Overlay.draw(sample.picture(), Spoken.regions(sample));
        int longer = Math.max(image.width(), image.height());
        if (longer <= side) {
            return image;
        }
        int width = Math.max(1, (int) Math.round((double) image.width() * side / longer));
        int height = Math.max(1, (int) Math.round((double) image.height() * side / longer));
        return Resample.LANCZOS.resize(image, new Canvas(width, height));
    }
}
