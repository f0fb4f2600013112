package io.fovea.cli;

import io.fovea.config.StrictJson;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A picture of the demo and what is asked about it.
 *
 * @param picture file beside the list
 * @param question answered in words
 * @param phrase names one thing of it
 * @param all names all things of a kind
 * @param absent names nothing of it
 * @param region {@code [x1, y1, x2, y2]} of a thing to be described
 */
record DemoScene(
        String picture,
        String question,
        String phrase,
        String all,
        String absent,
        List<Double> region) {

    private static final String FOLDER = "/io/fovea/mini/demo/";

    DemoScene {
        region = List.copyOf(region);
    }

    /** The list as a file. */
    record Scenes(List<DemoScene> scenes) {
        Scenes {
            scenes = List.copyOf(scenes);
        }
    }

    /** The scenes of the module fovea-mini. */
    static List<DemoScene> builtIn() throws IOException {
        String text = new String(resource("demo.json"), StandardCharsets.UTF_8);
        return StrictJson.parse(text, "demo.json", Scenes.class).scenes();
    }

    /** The picture. */
    Image image() throws IOException {
        return ImageReader.read(resource(picture), picture);
    }

    /** The picture's name without its ending. */
    String name() {
        return picture.substring(0, picture.lastIndexOf('.'));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DemoScene.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new CliError(
                        "the demo's "
                                + name
                                + " is not on the class path; add the module fovea-mini to it");
            }
            return in.readAllBytes();
        }
    }
}
