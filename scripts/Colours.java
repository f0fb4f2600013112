import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The word a person would say for the colour of a picture; eleven words. */
final class Colours {
    private Colours() {}

    /**
     * The one colour name that covers more than {@code share} of the visible pixels, in a list, or
     * none; only a name that is {@code possible}.
     */
    static List<String> dominant(BufferedImage image, double share, Predicate<String> possible) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        int visible = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int argb = image.getRGB(x, y);
                if (argb >>> 24 >= 128) {
                    counts.merge(colourName(argb), 1, Integer::sum);
                    visible++;
                }
            }
        }
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > share * visible && possible.test(entry.getKey())) {
                names.add(entry.getKey());
            }
        }
        return names;
    }

    private static String colourName(int argb) {
        float[] hsb = Color.RGBtoHSB(argb >> 16 & 255, argb >> 8 & 255, argb & 255, null);
        float hue = hsb[0] * 360;
        if (hsb[2] < 0.22) {
            return "black";
        }
        if (hsb[1] < 0.17 || hsb[1] < 0.25 && hsb[2] < 0.65) {
            return hsb[2] > 0.85 ? "white" : "grey";
        }
        if (hue >= 8 && hue < 16 && hsb[1] < 0.7 && hsb[2] < 0.8) {
            return "brown";
        }
        if (hue < 16 || hue >= 338) {
            return hsb[2] < 0.55 && hue < 180 ? "brown" : hsb[1] < 0.5 ? "pink" : "red";
        }
        if (hue < 44) {
            return hsb[2] < 0.7 || hsb[1] < 0.35 ? "brown" : "orange";
        }
        if (hue < 68) {
            return hsb[2] < 0.5 ? "brown" : "yellow";
        }
        if (hue < 165) {
            return "green";
        }
        return hue < 255 ? "blue" : hue < 290 ? "purple" : hsb[2] < 0.6 ? "purple" : "pink";
    }
}
