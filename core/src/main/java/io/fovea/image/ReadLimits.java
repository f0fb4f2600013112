package io.fovea.image;

/**
 * How large a picture may be before it is refused; both are checked before anything of that size is
 * allocated.
 *
 * @param maxPixels width times height, as the header declares them
 * @param maxBytes of the file
 */
public record ReadLimits(long maxPixels, long maxBytes) {

    /** 100 million pixels, 256 MiB. */
    public static final ReadLimits STANDARD = new ReadLimits(100_000_000, 256L << 20);

    public ReadLimits {
        if (maxPixels < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "limits are at least 1, got "
                            + maxPixels
                            + " pixels and "
                            + maxBytes
                            + " bytes");
        }
    }
}
