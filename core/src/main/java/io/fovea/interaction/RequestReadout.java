package io.fovea.interaction;

import io.fovea.generate.ReadoutHandler;
import io.fovea.model.Readouts;
import io.fovea.model.VisualFeatures;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * LMEye's reading of a request while a prompt is read: its state meets the picture, and the slots
 * behind it are written. For one answer about one picture.
 */
public final class RequestReadout implements ReadoutHandler {

    private static final long[] ONLY = {0};

    private final InteractionNetwork network;
    private final int request;
    private final List<List<float[]>> looked = new ArrayList<>();

    /**
     * @param request id of the request token
     */
    public RequestReadout(InteractionNetwork network, int request) {
        this.network = network;
        this.request = request;
    }

    @Override
    public Set<Integer> tokens() {
        return Set.of(request);
    }

    @Override
    public Readouts.At at() {
        return network.config().request().at();
    }

    @Override
    public Readout read(Tensor state, VisualFeatures seen, double probability) {
        Tensor answers = network.answer(state, seen, ONLY, this::keep);
        return new Readout(null, network.written(answers).select(0, 0));
    }

    /** Means over the heads of {@code [1, H, Q, P]}. */
    private void keep(Tensor probabilities) {
        Tensor mean = probabilities.select(0, 0).mean(0, false);
        List<float[]> slots = new ArrayList<>();
        for (int slot = 0; slot < mean.size(0); slot++) {
            slots.add(mean.select(0, slot).toFloats());
        }
        looked.add(List.copyOf(slots));
    }

    /**
     * Where each slot of each request looked: shares of the patches, row by row, that sum to 1.
     * Empty for forms that do not look at patches.
     */
    public List<List<float[]>> looked() {
        return List.copyOf(looked);
    }
}
