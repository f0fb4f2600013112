package io.fovea.image;

/**
 * From bytes to the numbers a vision tower was trained on: {@code (byte * rescale - mean) / std},
 * each channel for itself, in single precision as the Hugging Face image processors compute it.
 *
 * @param mean of red, green and blue
 * @param std of red, green and blue
 * @param rescale usually 1/255
 */
public record PixelNormalizer(float[] mean, float[] std, double rescale) {

    public PixelNormalizer {
        mean = mean.clone();
        std = std.clone();
        if (mean.length != 3 || std.length != 3) {
            throw new IllegalArgumentException(
                    "a normalizer needs mean and std of 3 channels, got "
                            + mean.length
                            + " and "
                            + std.length);
        }
        for (float s : std) {
            if (!(s > 0)) {
                throw new IllegalArgumentException("std must be above 0, got " + s);
            }
        }
    }

    /** OpenAI CLIP's statistics. */
    public static PixelNormalizer clip() {
        return new PixelNormalizer(
                new float[] {0.48145466f, 0.4578275f, 0.40821073f},
                new float[] {0.26862954f, 0.26130258f, 0.27577711f},
                1 / 255.0);
    }

    /** To -1..1 (SigLIP). */
    public static PixelNormalizer half() {
        return new PixelNormalizer(
                new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f}, 1 / 255.0);
    }

    @Override
    public float[] mean() {
        return mean.clone();
    }

    @Override
    public float[] std() {
        return std.clone();
    }

    /** The mean as a colour {@code 0xRRGGBB}, rounded down: what LLaVA and Bunny pad with. */
    public int meanColour() {
        int colour = 0;
        for (float m : mean) {
            // a float lies beside the decimal it stands for; a hair keeps 0.6 * 255 at 153
            colour = colour << 8 | Math.clamp((int) (m * 255.0 + 1e-5), 0, 255);
        }
        return colour;
    }

    /** Planar floats {@code [C, Y, X]}, three channels. */
    public float[] normalize(Image image) {
        int pixels = Math.toIntExact(image.canvas().area());
        float[] planar = new float[Math.multiplyExact(3, pixels)];
        byte[] rgb = image.rgb();
        for (int channel = 0; channel < 3; channel++) {
            float[] table = table(channel);
            int to = channel * pixels;
            for (int from = channel; from < rgb.length; from += 3) {
                planar[to++] = table[rgb[from] & 0xff];
            }
        }
        return planar;
    }

    private float[] table(int channel) {
        float[] table = new float[256];
        for (int v = 0; v < table.length; v++) {
            table[v] = ((float) (v * rescale) - mean[channel]) / std[channel];
        }
        return table;
    }
}
