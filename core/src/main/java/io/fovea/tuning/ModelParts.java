package io.fovea.tuning;

import io.fovea.model.VisionLanguageModel;
import io.fovea.nn.Module;
import io.fovea.nn.Parameter;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What each weight of a model belongs to: found by the modules themselves, not by names. */
final class ModelParts {

    /**
     * Where a weight stands.
     *
     * @param part one that is not divided further
     * @param layer index in the language model, -1 elsewhere
     */
    record Place(Part part, int layer) {}

    private final Map<Parameter, Place> places = new IdentityHashMap<>();

    ModelParts(VisionLanguageModel model) {
        if (model.sees()) {
            put(model.vision(), Part.PROJECTOR, -1);
            put(model.vision().tower(), Part.TOWER, -1);
        }
        put(model.language(), Part.HEAD, -1);
        put(model.language().embedding(), Part.EMBEDDINGS, -1);
        List<? extends Module> blocks = model.language().blocks();
        for (int i = 0; i < blocks.size(); i++) {
            put(blocks.get(i), Part.LAYERS, i);
        }
    }

    private void put(Module module, Part part, int layer) {
        Place place = new Place(part, layer);
        module.parameters().values().forEach(parameter -> places.put(parameter, place));
    }

    Place of(String name, Parameter parameter) {
        Place place = places.getOrDefault(parameter, new Place(Part.EXTENSIONS, -1));
        return LowRankNames.isAdapter(name) ? new Place(Part.ADAPTER, place.layer()) : place;
    }
}
