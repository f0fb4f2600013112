package io.fovea.data.scenes;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.fovea.geometry.Canvas;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;

/**
 * Reads a scene pack: {@code index.json} with the PNG cut-outs and JPEG backgrounds it lists, from
 * a folder or from the resources of this library.
 */
public final class ScenePackReader {

    private static final int VERSION = 1;

    private ScenePackReader() {}

    /** Opens a file of a pack by its name relative to the index. */
    private interface Source {
        byte[] read(String file) throws IOException;
    }

    private record Index(
            @JsonProperty(required = true) int version,
            @JsonProperty(required = true) List<ThingKind> kinds,
            @JsonProperty(required = true) List<CutOutEntry> cutouts,
            @JsonProperty(required = true) List<BackgroundEntry> backgrounds) {}

    private record CutOutEntry(
            String file,
            String kind,
            @Nullable String source,
            String split,
            List<String> colours) {}

    private record BackgroundEntry(
            String file,
            @Nullable String source,
            @Nullable String author,
            @Nullable String licence,
            String split) {}

    /**
     * The pack that ships with Fovea.
     *
     * @throws IOException when the resources are missing or broken
     */
    public static ScenePack builtIn() throws IOException {
        return read(
                "the built-in scene pack",
                file -> {
                    try (InputStream in =
                            ScenePackReader.class.getResourceAsStream("pack/" + file)) {
                        if (in == null) {
                            throw new FileNotFoundException(
                                    file + " is not among the resources of this library");
                        }
                        return in.readAllBytes();
                    }
                });
    }

    /**
     * A pack in a folder.
     *
     * @throws IOException when a file is missing or cannot be read; the message names it
     */
    public static ScenePack read(Path folder) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        return read(
                "the scene pack in " + folder,
                file -> {
                    Path path = root.resolve(file).normalize();
                    if (!path.startsWith(root)) {
                        throw new IOException(file + " lies outside the pack's folder");
                    }
                    return Files.readAllBytes(path);
                });
    }

    private static ScenePack read(String what, Source source) throws IOException {
        try {
            Index index = new ObjectMapper().readValue(source.read("index.json"), Index.class);
            if (index.version() != VERSION) {
                throw new IOException(
                        "index.json has version "
                                + index.version()
                                + ", expected "
                                + VERSION
                                + "; rebuild the pack");
            }
            List<CutOut> cutOuts = new ArrayList<>();
            for (CutOutEntry entry : index.cutouts()) {
                cutOuts.add(cutOut(entry, decode(entry.file(), source)));
            }
            List<Background> backgrounds = new ArrayList<>();
            for (BackgroundEntry entry : index.backgrounds()) {
                backgrounds.add(
                        new Background(
                                image(decode(entry.file(), source)),
                                entry.file(),
                                heldOut(entry.file(), entry.split())));
            }
            return ScenePack.of(index.kinds(), cutOuts, backgrounds);
        } catch (IOException | IllegalArgumentException problem) {
            throw new IOException(what + " cannot be read: " + problem.getMessage(), problem);
        }
    }

    private static boolean heldOut(String file, String split) throws IOException {
        return switch (split) {
            case "train" -> false;
            case "test" -> true;
            default ->
                    throw new IOException(
                            file + " has split \"" + split + "\", expected \"train\" or \"test\"");
        };
    }

    private static BufferedImage decode(String file, Source source) throws IOException {
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(source.read(file)));
        if (decoded == null) {
            throw new IOException(file + " is not a picture that can be decoded");
        }
        return decoded;
    }

    private static CutOut cutOut(CutOutEntry entry, BufferedImage decoded) throws IOException {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        int[] argb = decoded.getRGB(0, 0, width, height, null, 0, width);
        byte[] rgba = new byte[4 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            rgba[4 * i] = (byte) (argb[i] >> 16);
            rgba[4 * i + 1] = (byte) (argb[i] >> 8);
            rgba[4 * i + 2] = (byte) argb[i];
            rgba[4 * i + 3] = (byte) (argb[i] >>> 24);
        }
        CutOut.Label label =
                new CutOut.Label(
                        entry.kind(),
                        entry.file(),
                        heldOut(entry.file(), entry.split()),
                        entry.colours());
        return CutOut.of(label, width, height, rgba);
    }

    private static Image image(BufferedImage decoded) {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        int[] argb = decoded.getRGB(0, 0, width, height, null, 0, width);
        byte[] rgb = new byte[3 * argb.length];
        for (int i = 0; i < argb.length; i++) {
            rgb[3 * i] = (byte) (argb[i] >> 16);
            rgb[3 * i + 1] = (byte) (argb[i] >> 8);
            rgb[3 * i + 2] = (byte) argb[i];
        }
        return new Image(new Canvas(width, height), rgb);
    }
}
