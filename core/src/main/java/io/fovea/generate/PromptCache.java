package io.fovea.generate;

import io.fovea.language.LanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.nn.KvCache;

import java.util.List;

/**
 * Keys and values of the last prompt, kept between answers: what the next prompt begins with in the
 * same way, its picture above all, is not read again. For one model, on the thread that owns it;
 * who opens it closes it, not while an answer is made.
 */
public final class PromptCache implements AutoCloseable {

    /** Buffers grow by this many tokens, so that questions of other lengths fit. */
    private static final int STEP = 256;

    private final KvCache cache;
    private int[] ids = {};
    private List<VisualFeatures> pictures = List.of();

    public PromptCache(LanguageModel language) {
        cache = new KvCache(language.layers(), STEP);
    }

    /** Room for a prompt and its answer. */
    KvCache of(int capacity) {
        cache.reserve((capacity + STEP - 1L) / STEP * STEP);
        return cache;
    }

    /**
     * Forgets what differs from a prompt; its other inputs are to be appended.
     *
     * @return how many of its first inputs are held already: fewer than all, none from the first
     *     place on, whose embedding may differ, and none from the input before the first request
     *     on, whose states may be wanted
     */
    int keep(Prefill prefill) {
        int same = 0;
        if (same(prefill.pictures())) {
            int most = (int) Math.min(cache.length(), Math.min(ids.length, written(prefill)));
            while (same < most && ids[same] == prefill.ids()[same]) {
                same++;
            }
        }
        cache.truncate(same);
        ids = prefill.ids().clone();
        pictures = prefill.pictures();
        return same;
    }

    private boolean same(List<VisualFeatures> others) {
        if (pictures.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (pictures.get(i).tokens() != others.get(i).tokens()) {
                return false;
            }
        }
        return true;
    }

    /** Inputs before the first place or request, and before the last, whose state is wanted. */
    private static int written(Prefill prefill) {
        int most = prefill.ids().length - 1;
        for (long position : prefill.placePositions()) {
            most = (int) Math.min(most, position);
        }
        for (Prefill.Asked asked : prefill.asked()) {
            most = Math.min(most, asked.position() - 1);
        }
        return most;
    }

    /** Forgets everything. */
    public void clear() {
        cache.truncate(0);
        ids = new int[0];
        pictures = List.of();
    }

    @Override
    public void close() {
        clear();
        cache.close();
    }
}
