package io.fovea.model.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.fovea.geometry.Canvas;
import io.fovea.image.PixelNormalizer;
import io.fovea.image.Resample;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The image processors that are known, by their names in {@code preprocessor_config.json}. Absent
 * keys take the defaults of transformers 4.47.1; keys that concern videos, batches or other
 * programs are passed over.
 */
public final class ImageProcessors {

    private static final PixelNormalizer CLIP = PixelNormalizer.clip();
    private static final PixelNormalizer HALF = PixelNormalizer.half();

    private static final String KNOWN =
            "CLIPImageProcessor, SiglipImageProcessor, Idefics3ImageProcessor,"
                    + " SmolVLMImageProcessor or Qwen2VLImageProcessor";

    private ImageProcessors() {}

    /**
     * The processor that a file describes. {@code image_processor_type} chooses it, or in old files
     * {@code feature_extractor_type}; the names of fast processors ({@code ...Fast}) mean the
     * arithmetic of the slow ones.
     *
     * @param preprocessorConfig {@code preprocessor_config.json}
     * @param framing what the model's {@code config.json} says, {@link Framing#of}
     * @param source words for the error that say where the tree came from
     * @throws io.fovea.config.ConfigError with all problems: a processor that is not known, a size
     *     in a form that its processor does not take, numbers out of range
     */
    public static ImageProcessor read(JsonNode preprocessorConfig, Framing framing, String source) {
        Fields fields = new Fields(preprocessorConfig, source);
        String key =
                fields.get("image_processor_type") != null
                                || fields.get("feature_extractor_type") == null
                        ? "image_processor_type"
                        : "feature_extractor_type";
        @Nullable JsonNode type = fields.get(key);
        String name = type == null ? "" : type.asText();
        @Nullable ImageProcessor processor =
                switch (slow(name)) {
                    case "CLIPImageProcessor" -> clip(fields, framing);
                    case "SiglipImageProcessor" -> siglip(fields, framing);
                    case "Idefics3ImageProcessor", "SmolVLMImageProcessor" -> idefics3(fields);
                    case "Qwen2VLImageProcessor", "Qwen2_5_VLImageProcessor" -> qwen2Vl(fields);
                    default -> null;
                };
        if (processor == null) {
            fields.refuse(key, KNOWN, type == null ? MissingNode.getInstance() : type);
            fields.end();
            throw new IllegalStateException(source);
        }
        if (framing == Framing.MEAN_SQUARE && !(processor instanceof WholePicture)) {
            fields.refuse(
                    key, "CLIPImageProcessor or SiglipImageProcessor behind a padded square", type);
            fields.end();
        }
        return processor;
    }

    private static String slow(String name) {
        String base = name.endsWith("Fast") ? name.substring(0, name.length() - 4) : name;
        return base.replace("FeatureExtractor", "ImageProcessor");
    }

    private static WholePicture clip(Fields fields, Framing framing) {
        Resizing resizing =
                resizing(fields, SizeForm.SHORTEST_EDGE, new Resizing.ShortestEdge(224));
        Resizing crop =
                SizeForm.BOTH_EDGES.read(
                        fields, "crop_size", new Resizing.Exact(new Canvas(224, 224)));
        Optional<Canvas> kept =
                fields.flag("do_center_crop", true) && crop instanceof Resizing.Exact(Canvas size)
                        ? Optional.of(size)
                        : Optional.empty();
        return whole(fields, framing, resizing, kept, CLIP);
    }

    private static WholePicture siglip(Fields fields, Framing framing) {
        Resizing resizing =
                resizing(fields, SizeForm.BOTH_EDGES, new Resizing.Exact(new Canvas(224, 224)));
        return whole(fields, framing, resizing, Optional.empty(), HALF);
    }

    private static WholePicture whole(
            Fields fields,
            Framing framing,
            Resizing resizing,
            Optional<Canvas> crop,
            PixelNormalizer usual) {
        Resample resample = fields.filter("resample", Resample.BICUBIC);
        int meanColour =
                new PixelNormalizer(fields.channels("image_mean", usual.mean()), usual.std(), 1)
                        .meanColour();
        PixelNormalizer normalizer = normalizer(fields, usual);
        fields.end();
        Optional<Integer> square =
                framing == Framing.MEAN_SQUARE ? Optional.of(meanColour) : Optional.empty();
        return new WholePicture(square, resizing, resample, crop, normalizer);
    }

    private static TiledPicture idefics3(Fields fields) {
        Resizing fit = resizing(fields, SizeForm.LONGEST_EDGE, new Resizing.LongestEdge(4 * 364));
        @Nullable JsonNode most = fields.get("max_image_size");
        int side = 364;
        if (most != null && most.has("longest_edge")) {
            side = fields.length("max_image_size.longest_edge", most.get("longest_edge"));
        } else if (most != null) {
            fields.refuse("max_image_size", "{\"longest_edge\"}", most);
        }
        Resizing whole =
                fields.flag("do_image_splitting", true)
                        ? new Resizing.Multiples(side)
                        : new Resizing.Exact(new Canvas(side, side));
        Resample resample = fields.filter("resample", Resample.LANCZOS);
        PixelNormalizer normalizer = normalizer(fields, HALF);
        fields.end();
        return new TiledPicture(fit, whole, resample, side, normalizer);
    }

    private static PatchedPicture qwen2Vl(Fields fields) {
        Patching cut =
                new Patching(
                        fields.count("patch_size", 14, 256),
                        fields.count("merge_size", 2, 32),
                        fields.count("temporal_patch_size", 2, 8));
        long least = bound(fields, "min_pixels", "shortest_edge", 56 * 56);
        long most = bound(fields, "max_pixels", "longest_edge", 28 * 28 * 1280);
        if (most < least) {
            @Nullable JsonNode got = fields.get("max_pixels");
            fields.refuse(
                    got == null ? "size" : "max_pixels",
                    "at least the " + least + " pixels of min_pixels",
                    got == null ? MissingNode.getInstance() : got);
        }
        Resample resample = fields.filter("resample", Resample.BICUBIC);
        PixelNormalizer normalizer = normalizer(fields, CLIP);
        boolean resize = fields.flag("do_resize", true);
        fields.end();
        Resizing fit =
                resize ? new Resizing.PixelBudget(cut.factor(), least, most) : new Resizing.Keep();
        return new PatchedPicture(fit, resample, cut, normalizer);
    }

    /** A bound of Qwen2-VL: by itself, under {@code size}, or there under a later name. */
    private static long bound(Fields fields, String key, String laterKey, long absent) {
        @Nullable JsonNode alone = fields.get(key);
        if (alone != null) {
            return fields.pixels(key, alone);
        }
        @Nullable JsonNode size = fields.get("size");
        for (String name : new String[] {key, laterKey}) {
            if (size != null && size.hasNonNull(name)) {
                return fields.pixels("size." + name, size.get(name));
            }
        }
        return absent;
    }

    private static Resizing resizing(Fields fields, SizeForm form, Resizing absent) {
        Resizing size = form.read(fields, "size", absent);
        return fields.flag("do_resize", true) ? size : new Resizing.Keep();
    }

    private static PixelNormalizer normalizer(Fields fields, PixelNormalizer usual) {
        float[] mean = fields.channels("image_mean", usual.mean());
        float[] std = fields.deviations("image_std", usual.std());
        double factor = fields.positive("rescale_factor", 1 / 255.0);
        double rescale = fields.flag("do_rescale", true) ? factor : 1;
        return fields.flag("do_normalize", true)
                ? new PixelNormalizer(mean, std, rescale)
                : new PixelNormalizer(new float[3], new float[] {1, 1, 1}, rescale);
    }
}
