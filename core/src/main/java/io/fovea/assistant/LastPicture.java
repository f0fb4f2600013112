package io.fovea.assistant;

import io.fovea.generate.PromptCache;
import io.fovea.geometry.ImageGeometry;
import io.fovea.image.Image;
import io.fovea.language.LanguageModel;
import io.fovea.model.VisualFeatures;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.function.Supplier;

/**
 * What the model saw and read of the picture that it was asked about last: a next question about
 * the same {@link Image} object neither looks at it nor reads it again. The picture itself is not
 * kept alive.
 */
final class LastPicture implements AutoCloseable {

    private final PromptCache read;
    private WeakReference<Image> image = new WeakReference<>(null);
    private @Nullable Seen seen;

    /**
     * A picture through the model's eyes.
     *
     * @param features owned
     * @param geometry from the picture to the model's input
     */
    record Seen(VisualFeatures features, ImageGeometry geometry) {}

    LastPicture(LanguageModel language) {
        read = new PromptCache(language);
    }

    /** What was read of it in the last prompt. */
    PromptCache read() {
        return read;
    }

    /**
     * The picture as it was seen.
     *
     * @param look sees it when it is another one than the last
     */
    Seen see(Image picture, Supplier<Seen> look) {
        if (seen == null || !image.refersTo(picture)) {
            forget();
            seen = look.get();
            image = new WeakReference<>(picture);
        }
        return seen;
    }

    private void forget() {
        read.clear();
        if (seen != null) {
            seen.features().close();
            seen = null;
        }
    }

    @Override
    public void close() {
        forget();
        read.close();
    }
}
