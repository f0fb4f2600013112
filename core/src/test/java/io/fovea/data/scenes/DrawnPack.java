package io.fovea.data.scenes;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A pack of plain shapes whose colours tell where they come from: training shapes are saturated,
 * held-out ones grey; photographs of training are deep red, held-out ones deep green.
 */
final class DrawnPack {

    private static final List<String> NAMES =
            List.of(
                    "apple",
                    "ball",
                    "car",
                    "cat",
                    "dog",
                    "egg",
                    "fire engine",
                    "hat",
                    "igloo",
                    "key",
                    "lamp",
                    "owl");

    private DrawnPack() {}

    static ScenePack pack() {
        return pack(0, new Background(plain(12, 170, 12), "green", true));
    }

    /** The same for training; what is held out has other shapes and another background. */
    static ScenePack withOtherHeldOutPictures() {
        return pack(1, new Background(plain(12, 12, 170), "blue", true));
    }

    private static ScenePack pack(int heldOutForm, Background heldOut) {
        List<ThingKind> kinds = new ArrayList<>();
        List<CutOut> cutOuts = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            SceneColour first = SceneColour.TINTS.get(i % 7);
            SceneColour second = SceneColour.TINTS.get((i + 3) % 7);
            kinds.add(
                    new ThingKind(
                            name,
                            name,
                            name.equals("key") ? "keys" : name + "s",
                            "aeiou".indexOf(name.charAt(0)) >= 0 ? "an" : "a",
                            "shape",
                            null,
                            i % 2 == 0,
                            List.of(first.word(), second.word())));
            cutOuts.add(shape(name, i, first, false));
            cutOuts.add(shape(name, i + 1, second, false));
            if (i % 2 == 1) {
                cutOuts.add(shape(name, i + 2 + heldOutForm, SceneColour.GREY, true));
            }
        }
        List<Background> backgrounds =
                List.of(
                        new Background(plain(170, 12, 12), "red", false),
                        new Background(plain(150, 10, 10), "dark red", false),
                        heldOut);
        return ScenePack.of(kinds, cutOuts, backgrounds);
    }

    private static CutOut shape(String kind, int form, SceneColour colour, boolean heldOut) {
        int width = form % 3 == 0 ? 60 : 96;
        int height = form % 4 == 1 ? 50 : 96;
        float[] rgb = {0.5f, 0.5f, 0.5f};
        if (colour.value() > 0) {
            Tint.toRgb(
                    (float) colour.hue(), (float) colour.saturation(), (float) colour.value(), rgb);
        }
        byte[] rgba = new byte[4 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = 2 * (x + 0.5) / width - 1;
                double v = 2 * (y + 0.5) / height - 1;
                boolean inside =
                        switch (form % 4) {
                            case 0 -> u * u + v * v < 0.98;
                            case 1 -> true;
                            case 2 -> Math.abs(u) < (v + 1) / 2;
                            default -> Math.abs(u) + Math.abs(v) < 1;
                        };
                int at = 4 * (y * width + x);
                for (int c = 0; c < 3; c++) {
                    rgba[at + c] = (byte) Math.round(255 * rgb[c]);
                }
                rgba[at + 3] = (byte) (inside ? 255 : 0);
            }
        }
        List<String> colours = colour == SceneColour.GREY ? List.of() : List.of(colour.word());
        String source = String.format(Locale.ROOT, "%s-%d", kind, form);
        return CutOut.of(new CutOut.Label(kind, source, heldOut, colours), width, height, rgba);
    }

    private static Image plain(int red, int green, int blue) {
        byte[] rgb = new byte[3 * 64 * 64];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new Image(new Canvas(64, 64), rgb);
    }
}
