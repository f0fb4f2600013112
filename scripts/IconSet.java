import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.attributes.ViewBox;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;

import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Drawings of one Iconify package: {@code icons.json} holds the bodies of the SVG drawings by name.
 *
 * <p>Drawings in one colour ({@code currentColor}) are drawn black, with white wherever their lines
 * enclose something, so that they cover what is behind them as a thing does.
 */
final class IconSet {
    /** Drawings in SVG are rendered at this size, then shrunk like all others. */
    private static final int RENDERED_SIDE = 288;

    private static final String ANY_COLOUR = "currentColor";

    private final JsonNode set;

    private IconSet(JsonNode set) {
        this.set = set;
    }

    /** The set of an unpacked package, or null where the folder holds none. */
    static IconSet in(Path folder) throws IOException {
        Path file = folder.resolve("icons.json");
        return Files.exists(file) ? new IconSet(new ObjectMapper().readTree(file.toFile())) : null;
    }

    /** Whether the set's drawings have no colour of their own. */
    boolean isOneColour() {
        return set.get("icons").iterator().next().get("body").asText().contains(ANY_COLOUR);
    }

    /** The drawing of this name as pixels, or null where there is none. */
    BufferedImage draw(String name) throws IOException {
        JsonNode icon = set.get("icons").get(name);
        if (icon == null) {
            return null;
        }
        String body = icon.get("body").asText();
        String svg =
                "<svg xmlns=\"http://www.w3.org/2000/svg\""
                        + " xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 "
                        + extent(icon, "width")
                        + " "
                        + extent(icon, "height")
                        + "\">"
                        + body.replace(ANY_COLOUR, "#000000")
                        + "</svg>";
        BufferedImage image =
                render(
                        new SVGLoader()
                                .load(
                                        new ByteArrayInputStream(
                                                svg.getBytes(StandardCharsets.UTF_8)),
                                        null,
                                        LoaderContext.createDefault()));
        if (image != null && body.contains(ANY_COLOUR)) {
            whitenInside(image);
        }
        return image;
    }

    private int extent(JsonNode icon, String key) {
        return icon.path(key).asInt(set.path(key).asInt(16));
    }

    /** A drawing as pixels, or null where it could not be read. */
    static BufferedImage render(SVGDocument drawing) {
        if (drawing == null) {
            return null;
        }
        BufferedImage image =
                new BufferedImage(RENDERED_SIDE, RENDERED_SIDE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        drawing.render((Component) null, graphics, new ViewBox(0, 0, RENDERED_SIDE, RENDERED_SIDE));
        graphics.dispose();
        return image;
    }

    /** Puts white behind every pixel that cannot be reached from the border. */
    private static void whitenInside(BufferedImage image) {
        BitSet outside = outside(image);
        for (int i = 0; i < RENDERED_SIDE * RENDERED_SIDE; i++) {
            if (!outside.get(i)) {
                int x = i % RENDERED_SIDE;
                int y = i / RENDERED_SIDE;
                int ink = image.getRGB(x, y) >>> 24;
                image.setRGB(x, y, 0xff000000 | (255 - ink) * 0x010101);
            }
        }
    }

    /** Pixels reached from the border without crossing a line; a line's outer edge is outside. */
    private static BitSet outside(BufferedImage image) {
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < RENDERED_SIDE; i++) {
            open.add(i);
            open.add((RENDERED_SIDE - 1) * RENDERED_SIDE + i);
            open.add(i * RENDERED_SIDE);
            open.add(i * RENDERED_SIDE + RENDERED_SIDE - 1);
        }
        while (!open.isEmpty()) {
            int i = open.remove();
            int x = i % RENDERED_SIDE;
            int y = i / RENDERED_SIDE;
            if (reached.get(i)) {
                continue;
            }
            reached.set(i);
            if (image.getRGB(x, y) >>> 24 > 128) {
                continue;
            }
            if (x > 0) {
                open.add(i - 1);
            }
            if (x < RENDERED_SIDE - 1) {
                open.add(i + 1);
            }
            if (y > 0) {
                open.add(i - RENDERED_SIDE);
            }
            if (y < RENDERED_SIDE - 1) {
                open.add(i + RENDERED_SIDE);
            }
        }
        return reached;
    }
}
