package io.fovea.assistant;

import io.fovea.generate.PromptCache;
import io.fovea.image.Image;
import io.fovea.language.LanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.model.images.PreparedImage;

import org.jspecify.annotations.Nullable;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What the model saw and read of the pictures that it was asked about last: a next question about
 * the same {@link Image} object neither looks at it nor reads it again. The pictures themselves are
 * not kept alive.
 */
final class LastPictures implements AutoCloseable {

    private final PromptCache read;
    private List<Kept> kept = List.of();

    /**
     * A picture through the model's eyes.
     *
     * @param features owned
     * @param image as the tower read it, without its pixels
     */
    record Seen(VisualFeatures features, PreparedImage image) {}

    private record Kept(WeakReference<Image> picture, Seen seen) {}

    LastPictures(LanguageModel language) {
        read = new PromptCache(language);
    }

    /** What was read of them in the last prompt. */
    PromptCache read() {
        return read;
    }

    /**
     * The pictures as they were seen.
     *
     * @param look sees one that was not among the last
     */
    List<Seen> see(List<Image> pictures, Function<Image, Seen> look) {
        List<Kept> now = new ArrayList<>();
        List<Kept> old = new ArrayList<>(kept);
        for (Image picture : pictures) {
            Kept before = take(old, picture);
            now.add(
                    before == null
                            ? new Kept(new WeakReference<>(picture), look.apply(picture))
                            : before);
        }
        if (!old.isEmpty()) {
            read.clear();
        }
        old.forEach(gone -> gone.seen.features().close());
        kept = List.copyOf(now);
        return kept.stream().map(Kept::seen).toList();
    }

    private static @Nullable Kept take(List<Kept> old, Image picture) {
        for (Kept candidate : old) {
            if (candidate.picture.refersTo(picture)) {
                old.remove(candidate);
                return candidate;
            }
        }
        return null;
    }

    @Override
    public void close() {
        read.clear();
        kept.forEach(gone -> gone.seen.features().close());
        kept = List.of();
        read.close();
    }
}
