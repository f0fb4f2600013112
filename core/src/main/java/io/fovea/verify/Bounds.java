package io.fovea.verify;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How far a computed tensor may be from the expected one: the only place that says so. */
final class Bounds {

    /** Arithmetic in 32 bits through a whole model, in another order than the reference's. */
    static final double ARITHMETIC = 1e-4;

    /** Rescaling and normalising exact bytes. */
    static final double PIXELS = 1e-6;

    /** Grey levels by which two JPEG decoders may differ. */
    static final double DECODING = 4;

    private static final double EXACT = 0;

    /**
     * Two runs in bf16 that round at other places. Measured between the reference's own bf16 and
     * fp32 runs: up to 0.06.
     */
    private static final double HALF_PRECISION = 0.25;

    private static final Map<String, Double> BY_ENDING = new LinkedHashMap<>();

    static {
        BY_ENDING.put("logits_bf16_compute", HALF_PRECISION);
        for (String exact :
                new String[] {
                    "input_ids",
                    "attention_mask",
                    "pixel_values_u8",
                    "pixel_attention_mask",
                    "image_grid_thw",
                    "position_ids",
                    "rope_delta"
                }) {
            BY_ENDING.put(exact, EXACT);
        }
        for (String pixels :
                new String[] {"pixel_values", "pixel_values_tile0", "pixel_values_last"}) {
            BY_ENDING.put(pixels, PIXELS);
        }
        BY_ENDING.put("rope_inv_freq", PIXELS);
    }

    private Bounds() {}

    /** The bound of a tensor. */
    static double of(String tensor) {
        if (tensor.startsWith("pixel_values.")) {
            return PIXELS;
        }
        if (tensor.startsWith("decoded_rgb.")) {
            String name = tensor.toLowerCase(Locale.ROOT);
            return name.endsWith(".jpg") || name.endsWith(".jpeg") ? DECODING : EXACT;
        }
        String last = tensor.substring(tensor.lastIndexOf('.') + 1);
        return BY_ENDING.getOrDefault(last, ARITHMETIC);
    }
}
