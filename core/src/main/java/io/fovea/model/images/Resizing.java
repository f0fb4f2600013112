package io.fovea.model.images;

import io.fovea.geometry.Canvas;
import io.fovea.image.ImageException;

/** Which size a picture is brought to, with the roundings of the Hugging Face processors. */
public sealed interface Resizing {

    /**
     * The size for a picture of this size.
     *
     * @throws ImageException when there is none
     */
    Canvas of(Canvas picture);

    /** The picture's own. */
    record Keep() implements Resizing {
        @Override
        public Canvas of(Canvas picture) {
            return picture;
        }
    }

    /** This one, whatever becomes of the aspect. */
    record Exact(Canvas size) implements Resizing {
        @Override
        public Canvas of(Canvas picture) {
            return size;
        }
    }

    /** The shorter edge gets this length, the longer one keeps the aspect, rounded down (CLIP). */
    record ShortestEdge(int length) implements Resizing {
        @Override
        public Canvas of(Canvas picture) {
            int shorter = Math.min(picture.width(), picture.height());
            int longer = Math.max(picture.width(), picture.height());
            long other = (long) ((double) length * longer / shorter);
            if (other > Integer.MAX_VALUE) {
                throw picture.width() <= picture.height()
                        ? Room.tooLarge(picture, length, other)
                        : Room.tooLarge(picture, other, length);
            }
            return picture.width() <= picture.height()
                    ? new Canvas(length, (int) other)
                    : new Canvas((int) other, length);
        }
    }

    /**
     * The longer edge gets this length, at most 4,096; the shorter one keeps the aspect, rounded
     * down and then up to an even number (Idefics3).
     */
    record LongestEdge(int length) implements Resizing {

        private static final int MOST = 4096;

        @Override
        public Canvas of(Canvas picture) {
            boolean wide = picture.width() >= picture.height();
            double aspect = (double) picture.width() / picture.height();
            int shorter = (int) (wide ? length / aspect : length * aspect);
            shorter = Math.max(1, shorter + shorter % 2);
            int longer = length;
            if (longer > MOST) {
                double again = wide ? (double) longer / shorter : (double) shorter / longer;
                longer = MOST;
                shorter = Math.max(1, (int) (wide ? longer / again : longer * again));
            }
            return wide ? new Canvas(longer, shorter) : new Canvas(shorter, longer);
        }
    }

    /**
     * Both edges become multiples of this: the longer one the next, the shorter one the next after
     * it has followed the longer one (Idefics3).
     */
    record Multiples(int side) implements Resizing {
        @Override
        public Canvas of(Canvas picture) {
            double aspect = (double) picture.width() / picture.height();
            if (picture.width() >= picture.height()) {
                int width = up(picture.width());
                return new Canvas(width, up((int) (width / aspect)));
            }
            int height = up(picture.height());
            return new Canvas(up((int) (height * aspect)), height);
        }

        private int up(int length) {
            return Math.multiplyExact(Math.max(1, Math.ceilDiv(length, side)), side);
        }
    }

    /**
     * Multiples of a factor, the aspect about kept, the number of pixels within bounds (Qwen2-VL's
     * {@code smart_resize}). Transformers 4.47.1 refused pictures with an edge below the factor;
     * like later releases, this takes them, and gives no edge less than the factor.
     *
     * @param factor both edges are multiples of it
     * @param least number of pixels
     * @param most number of pixels
     */
    record PixelBudget(int factor, long least, long most) implements Resizing {

        /** How many times longer the longer edge may be. */
        private static final int STEEPEST = 200;

        public PixelBudget {
            if (factor < 1 || least < 1 || most < least) {
                throw new IllegalArgumentException(
                        "pixels lie between two bounds above 0 and edges have a factor, got "
                                + least
                                + " to "
                                + most
                                + " and "
                                + factor);
            }
        }

        @Override
        public Canvas of(Canvas picture) {
            double shorter = Math.min(picture.width(), picture.height());
            double longer = Math.max(picture.width(), picture.height());
            if (longer / shorter > STEEPEST) {
                throw new ImageException(
                        "a picture of "
                                + picture
                                + " pixels is too long for this model: its longer edge may be at"
                                + " most "
                                + STEEPEST
                                + " times the shorter one. Cut it nearer to a square");
            }
            long width = (long) Math.rint((double) picture.width() / factor) * factor;
            long height = (long) Math.rint((double) picture.height() / factor) * factor;
            if (width * height > most) {
                double shrink = Math.sqrt((double) picture.area() / most);
                width = Math.max(factor, down(picture.width() / shrink));
                height = Math.max(factor, down(picture.height() / shrink));
            } else if (width * height < least) {
                double grow = Math.sqrt((double) least / picture.area());
                width = up(picture.width() * grow);
                height = up(picture.height() * grow);
            }
            if (Math.max(width, height) > Integer.MAX_VALUE) {
                throw Room.tooLarge(picture, width, height);
            }
            return new Canvas((int) width, (int) height);
        }

        private long down(double length) {
            return (long) Math.floor(length / factor) * factor;
        }

        private long up(double length) {
            return (long) Math.ceil(length / factor) * factor;
        }
    }
}
