package io.fovea.readme;

import io.fovea.assistant.Assistant;
import io.fovea.geometry.Region;
import io.fovea.image.Image;
import io.fovea.image.ImageReader;
import io.fovea.image.ImageWriter;
import io.fovea.image.Overlay;

import java.nio.file.Path;
import java.util.List;

/** The Java that README.md shows, so that it compiles. */
final class ReadmeExample {

    private ReadmeExample() {}

    static void show() {
        // README begins
        try (Assistant assistant = Assistant.openEmbedded()) {
            Image picture = ImageReader.read(Path.of("photo.jpg"));
            System.out.println(assistant.ask(picture, "how many apples").text());

            List<Region> apples = assistant.ground(picture, "all the apples");
            for (Region apple : apples) {
                System.out.println(apple.label() + " at " + apple.box() + ", " + apple.score());
            }
            ImageWriter.write(Overlay.draw(picture, apples), Path.of("apples.png"));
        }
        // README ends
    }
}
