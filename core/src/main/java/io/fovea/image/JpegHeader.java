package io.fovea.image;

/**
 * What must be known of a JPEG file before it is decoded. (ITU-T T.81, annex B; Adobe's APP14
 * segment.)
 *
 * @param components 1 grey, 3 colour, 4 CMYK; 0 when no frame header was found
 * @param adobeTransform APP14's colour transform (2: YCCK), or -1 without that segment
 * @param complete whether an end-of-image marker follows the last scan
 */
record JpegHeader(int components, int adobeTransform, boolean complete) {

    static JpegHeader of(byte[] b) {
        int components = 0;
        int adobe = -1;
        int at = 2;
        while (at + 4 <= b.length && (b[at] & 0xff) == 0xff) {
            int marker = b[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == 0xda) {
                break;
            }
            int length = (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
            if (isFrame(marker) && at + 9 < b.length) {
                components = b[at + 9] & 0xff;
            }
            if (marker == 0xee
                    && length >= 14
                    && at + 15 < b.length
                    && b[at + 4] == 'A'
                    && b[at + 5] == 'd') {
                adobe = b[at + 15] & 0xff;
            }
            at += 2 + length;
        }
        return new JpegHeader(components, adobe, endsAfter(b, at));
    }

    /** SOF0..SOF15 without DHT, JPG and DAC, which lie between them. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0
                && marker <= 0xcf
                && marker != 0xc4
                && marker != 0xc8
                && marker != 0xcc;
    }

    /**
     * Within coded data FF D9 can only be the end; what comes after the last scan's end does not
     * matter.
     */
    private static boolean endsAfter(byte[] b, int firstScan) {
        for (int i = b.length - 2; i >= firstScan; i--) {
            if ((b[i] & 0xff) == 0xff && (b[i + 1] & 0xff) == 0xd9) {
                return true;
            }
            if ((b[i] & 0xff) == 0xff && (b[i + 1] & 0xff) == 0xda) {
                return false;
            }
        }
        return false;
    }
}
