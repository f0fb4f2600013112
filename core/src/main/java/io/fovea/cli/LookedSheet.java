package io.fovea.cli;

import io.fovea.assistant.Looked;
import io.fovea.image.HeatOverlay;
import io.fovea.image.Image;

import java.util.ArrayList;
import java.util.List;

/** Where an interaction network looked, drawn: all slots together, then each by itself. */
final class LookedSheet {

    private LookedSheet() {}

    /**
     * Draws.
     *
     * @throws CliError when no network looked at the picture
     */
    static Image draw(Image image, String title, List<Looked> looked) {
        if (looked.isEmpty()) {
            throw new CliError(
                    "--show-attention: nothing looked at the picture; it needs a model or an"
                            + " --adapter with an interaction network of the form 'cross', and no"
                            + " --no-interaction");
        }
        int rounds = looked.getLast().round() + 1;
        List<HeatOverlay.Heat> heats = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            int now = round;
            List<Looked> slots = looked.stream().filter(one -> one.round() == now).toList();
            String before = rounds == 1 ? "" : "round " + (round + 1) + ", ";
            heats.add(heat(before + "all slots", slots));
            slots.forEach(
                    slot -> heats.add(heat(before + "slot " + (slot.slot() + 1), List.of(slot))));
        }
        return HeatOverlay.sheet(image, title, heats, looked.getFirst().geometry());
    }

    private static HeatOverlay.Heat heat(String name, List<Looked> slots) {
        Looked first = slots.getFirst();
        float[] mean = new float[first.shares().length];
        for (Looked slot : slots) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += slot.shares()[i] / slots.size();
            }
        }
        return new HeatOverlay.Heat(name, mean, first.rows(), first.cols());
    }
}
