import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.weisj.jsvg.parser.SVGLoader;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Builds the scene pack from unpacked public packages: cut-outs of 96 or 64 pixels, backgrounds of
 * 192 pixels and the index. Run by {@code scripts/build-scene-pack.sh}.
 *
 * <p>Arguments: the hand-made list ({@code scene-kinds.json}), the folder that holds the unpacked
 * sources (a folder for each key of {@code SOURCES}), the folder to write.
 */
public final class BuildScenePack {
    private static final int CUTOUT_SIDE = 96;

    /** Noto and Twemoji come at 64 pixels; a scene never draws a thing larger than that. */
    private static final int LEAST_SIDE = 48;

    /** Pictures of the Iconify packages are stored at this size. */
    private static final int ICON_SIDE = 64;

    private static final int BACKGROUND_SIDE = 192;
    private static final int VISIBLE_ALPHA = 8;
    private static final double DOMINANT_SHARE = 0.55;
    private static final double FILLED_SHARE = 0.7;
    private static final float JPEG_QUALITY = 0.85f;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SOURCES =
            Map.ofEntries(
                    Map.entry("fluent", "fluent-emoji-3d"),
                    Map.entry("flat", "fluent-emoji-flat"),
                    Map.entry("modern", "fluent-emoji-modern"),
                    Map.entry("contrast", "fluent-emoji-high-contrast"),
                    Map.entry("noto", "noto-emoji"),
                    Map.entry("notov1", "noto-emoji-v1"),
                    Map.entry("twemoji", "twemoji"),
                    Map.entry("emojione", "emojione"),
                    Map.entry("monotone", "emojione-monotone"),
                    Map.entry("fxemoji", "fxemoji"),
                    Map.entry("openclipart", "openclipart-png"),
                    Map.entry("lomiri", "lomiri-wallpapers-16.04"),
                    Map.entry("skimage", "scikit-image"));

    /** What follows the code point in a file's name. */
    private static final Map<String, String> ENDINGS =
            Map.of(
                    "fluent", ".webp",
                    "flat", ".svg",
                    "modern", ".svg",
                    "noto", ".png",
                    "twemoji", ".png");

    private final Path sources;
    private final Path out;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, IconSet> iconSets = new HashMap<>();

    private BuildScenePack(Path sources, Path out) {
        this.sources = sources;
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: BuildScenePack LIST.json SOURCES-FOLDER OUTPUT-FOLDER");
            System.exit(2);
        }
        ImageIO.setUseCache(false);
        BuildScenePack build = new BuildScenePack(Path.of(arguments[1]), Path.of(arguments[2]));
        build.run(JSON.readTree(Path.of(arguments[0]).toFile()));
        if (!build.problems.isEmpty()) {
            build.problems.forEach(System.err::println);
            System.exit(1);
        }
    }

    private void run(JsonNode list) throws IOException {
        Files.createDirectories(out.resolve("cutouts"));
        Files.createDirectories(out.resolve("backgrounds"));
        ArrayNode kinds = JSON.createArrayNode();
        ArrayNode cutouts = JSON.createArrayNode();
        ArrayNode backgrounds = JSON.createArrayNode();
        for (JsonNode kind : list.get("kinds")) {
            ArrayNode colours = JSON.createArrayNode();
            int number = 1;
            for (JsonNode picture : kind.get("pictures")) {
                ObjectNode cutout = cutout(kind, picture, number++);
                if (cutout != null) {
                    cutouts.add(cutout);
                    addMissing(colours, cutout.get("colours"));
                }
            }
            kinds.add(kind(kind, list.get("superlabels"), colours));
        }
        for (JsonNode photo : list.get("backgrounds")) {
            addBackgrounds(photo, backgrounds);
        }
        writeIndex(kinds, cutouts, backgrounds);
        System.out.printf(
                "%d kinds, %d cut-outs, %d backgrounds%n",
                kinds.size(), cutouts.size(), backgrounds.size());
    }

    private static ObjectNode kind(JsonNode kind, JsonNode superlabels, ArrayNode colours) {
        ObjectNode made = JSON.createObjectNode();
        for (String key : List.of("id", "name", "plural", "article", "group")) {
            made.set(key, kind.get(key));
        }
        JsonNode superlabel = superlabels.get(kind.get("group").asText());
        if (superlabel == null) {
            made.putNull("superlabel");
        } else {
            made.set("superlabel", superlabel);
        }
        made.set("tintable", kind.get("tintable"));
        made.set("colours", colours);
        return made;
    }

    private ObjectNode cutout(JsonNode kind, JsonNode picture, int number) throws IOException {
        String from = picture.get("from").asText();
        BufferedImage image = read(from);
        if (image == null) {
            return null;
        }
        int[] box = visibleBox(image);
        int longest = Math.max(box[2], box[3]);
        if (longest < LEAST_SIDE) {
            problems.add(
                    from
                            + ": visible part is "
                            + box[2]
                            + "x"
                            + box[3]
                            + " pixels, expected at"
                            + " least "
                            + LEAST_SIDE
                            + " on the longer side; take it off the list");
            return null;
        }
        int largest = iconSet(from) == null ? picture.path("side").asInt(CUTOUT_SIDE) : ICON_SIDE;
        int side = Math.min(largest, longest);
        int width = Math.max(1, Math.round((float) box[2] * side / longest));
        int height = Math.max(1, Math.round((float) box[3] * side / longest));
        double[][] planes = shrink(image, box, width, height);
        BufferedImage small = toRgba(planes, width, height);
        String file = "cutouts/" + kind.get("id").asText() + "-" + number + ".png";
        ImageIO.write(small, "png", out.resolve(file).toFile());
        ObjectNode made = JSON.createObjectNode();
        made.put("file", file);
        made.set("kind", kind.get("id"));
        made.put("source", SOURCES.get(scheme(from)));
        made.set("split", picture.get("split"));
        made.set("colours", picture.has("colours") ? picture.get("colours") : colours(from, small));
        return made;
    }

    private void addBackgrounds(JsonNode photo, ArrayNode backgrounds) throws IOException {
        String from = photo.get("photo").asText();
        BufferedImage image = read(from);
        if (image == null) {
            return;
        }
        String name = from.substring(from.indexOf(':') + 1);
        String stem = name.substring(0, name.lastIndexOf('.')).replaceAll("_by_.*", "");
        int number = 1;
        for (JsonNode crop : photo.get("crops")) {
            int side =
                    (int) (crop.get(2).asDouble() * Math.min(image.getWidth(), image.getHeight()));
            int x =
                    (int)
                            Math.min(
                                    crop.get(0).asDouble() * image.getWidth(),
                                    image.getWidth() - side);
            int y =
                    (int)
                            Math.min(
                                    crop.get(1).asDouble() * image.getHeight(),
                                    image.getHeight() - side);
            if (side < BACKGROUND_SIDE) {
                problems.add(from + ": crop " + number + " is only " + side + " pixels wide");
                continue;
            }
            double[][] planes =
                    shrink(image, new int[] {x, y, side, side}, BACKGROUND_SIDE, BACKGROUND_SIDE);
            tint(planes, crop);
            String file =
                    "backgrounds/" + stem.toLowerCase().replace('_', '-') + "-" + number++ + ".jpg";
            writeJpeg(toRgb(planes), out.resolve(file));
            ObjectNode made = JSON.createObjectNode();
            made.put("file", file);
            made.put("source", SOURCES.get(scheme(from)) + "/" + name);
            made.set("author", photo.get("author"));
            made.set("licence", photo.get("licence"));
            made.set("split", photo.get("split"));
            backgrounds.add(made);
        }
    }

    private BufferedImage read(String from) throws IOException {
        String name = from.substring(from.indexOf(':') + 1);
        IconSet icons = iconSet(from);
        Path path =
                sources.resolve(scheme(from))
                        .resolve(name + ENDINGS.getOrDefault(scheme(from), ""));
        BufferedImage image = null;
        if (icons != null) {
            image = icons.draw(name);
        } else if (Files.exists(path)) {
            image =
                    path.toString().endsWith(".svg")
                            ? IconSet.render(new SVGLoader().load(path.toUri().toURL()))
                            : ImageIO.read(path.toFile());
        }
        if (image == null) {
            problems.add(from + ": no readable picture at " + path);
        }
        return image;
    }

    /** The Iconify package that a picture is from, or null. */
    private IconSet iconSet(String from) throws IOException {
        String scheme = scheme(from);
        if (!iconSets.containsKey(scheme)) {
            iconSets.put(scheme, IconSet.in(sources.resolve(scheme)));
        }
        return iconSets.get(scheme);
    }

    private static String scheme(String from) {
        return from.substring(0, from.indexOf(':'));
    }

    /** The smallest box {x, y, width, height} around all visible pixels. */
    private static int[] visibleBox(BufferedImage image) {
        int left = image.getWidth();
        int top = image.getHeight();
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if (image.getRGB(x, y) >>> 24 > VISIBLE_ALPHA) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return new int[] {left, top, Math.max(0, right - left + 1), Math.max(0, bottom - top + 1)};
    }

    /** Area average over premultiplied colour: planes r, g, b (premultiplied) and alpha, 0..255. */
    private static double[][] shrink(BufferedImage image, int[] box, int width, int height) {
        double[][] planes = new double[4][width * height];
        double stepX = (double) box[2] / width;
        double stepY = (double) box[3] / height;
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
                double[] sum = new double[5];
                for (int y = (int) (v * stepY); y < Math.min(box[3], (v + 1) * stepY); y++) {
                    double down = Math.min(y + 1, (v + 1) * stepY) - Math.max(y, v * stepY);
                    for (int x = (int) (u * stepX); x < Math.min(box[2], (u + 1) * stepX); x++) {
                        double across = Math.min(x + 1, (u + 1) * stepX) - Math.max(x, u * stepX);
                        add(sum, image.getRGB(box[0] + x, box[1] + y), across * down);
                    }
                }
                for (int plane = 0; plane < 4; plane++) {
                    planes[plane][v * width + u] = sum[plane] / sum[4];
                }
            }
        }
        return planes;
    }

    private static void add(double[] sum, int argb, double area) {
        double alpha = argb >>> 24;
        sum[0] += area * (argb >> 16 & 255) * alpha / 255;
        sum[1] += area * (argb >> 8 & 255) * alpha / 255;
        sum[2] += area * (argb & 255) * alpha / 255;
        sum[3] += area * alpha;
        sum[4] += area;
    }

    private static BufferedImage toRgba(double[][] planes, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < width * height; i++) {
            int alpha = (int) Math.round(planes[3][i]);
            int argb = 0;
            if (alpha > 0) {
                argb = alpha << 24;
                for (int plane = 0; plane < 3; plane++) {
                    argb |= clamp(planes[plane][i] * 255 / planes[3][i]) << 16 - 8 * plane;
                }
            }
            image.setRGB(i % width, i / width, argb);
        }
        return image;
    }

    private static BufferedImage toRgb(double[][] planes) {
        BufferedImage image =
                new BufferedImage(BACKGROUND_SIDE, BACKGROUND_SIDE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < planes[0].length; i++) {
            int rgb = clamp(planes[0][i]) << 16 | clamp(planes[1][i]) << 8 | clamp(planes[2][i]);
            image.setRGB(i % BACKGROUND_SIDE, i / BACKGROUND_SIDE, rgb);
        }
        return image;
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    /** Colours a grey texture: a crop of six numbers carries gains for red, green and blue. */
    private static void tint(double[][] planes, JsonNode crop) {
        for (int plane = 0; crop.size() == 6 && plane < 3; plane++) {
            for (int i = 0; i < planes[plane].length; i++) {
                planes[plane][i] *= crop.get(3 + plane).asDouble();
            }
        }
    }

    private static void writeJpeg(BufferedImage image, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam options = writer.getDefaultWriteParam();
        options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        options.setCompressionQuality(JPEG_QUALITY);
        Files.deleteIfExists(file);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), options);
        } finally {
            writer.dispose();
        }
    }

    /** A line drawing has a colour only where it is filled: black. */
    private ArrayNode colours(String from, BufferedImage image) throws IOException {
        IconSet icons = iconSet(from);
        List<String> names =
                icons != null && icons.isOneColour()
                        ? Colours.dominant(image, FILLED_SHARE, "black"::equals)
                        : Colours.dominant(image, DOMINANT_SHARE, name -> true);
        ArrayNode made = JSON.createArrayNode();
        names.forEach(made::add);
        return made;
    }

    private static void addMissing(ArrayNode all, JsonNode some) {
        for (JsonNode name : some) {
            boolean there = false;
            for (JsonNode old : all) {
                there |= old.equals(name);
            }
            if (!there) {
                all.add(name);
            }
        }
    }

    /** One entry a line, so that a change of the pack reads well in a diff. */
    private void writeIndex(ArrayNode kinds, ArrayNode cutouts, ArrayNode backgrounds)
            throws IOException {
        StringBuilder text = new StringBuilder("{\"version\":1,\n\"kinds\":[\n");
        text.append(lines(kinds)).append("],\n\"cutouts\":[\n").append(lines(cutouts));
        text.append("],\n\"backgrounds\":[\n").append(lines(backgrounds)).append("]}\n");
        Files.writeString(out.resolve("index.json"), text);
    }

    private static String lines(ArrayNode nodes) {
        List<String> lines = new ArrayList<>();
        nodes.forEach(node -> lines.add(node.toString()));
        return String.join(",\n", lines) + "\n";
    }
}
