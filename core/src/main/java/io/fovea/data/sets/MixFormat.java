package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.data.Dataset;
import io.fovea.data.Mixture;
import io.fovea.data.WrittenPlaces;
import io.fovea.data.files.DataError;
import io.fovea.data.files.Findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The mixture that a JSON file names: the {@code data} of a recipe, or a file that is only that.
 * Endless, in the order in which a run would draw, places written as the file says.
 */
public final class MixFormat implements DataFormat {

    private static final String NAME = "mix";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "what a recipe is trained on: the sets of its data, mixed, without end";
    }

    @Override
    public String example() {
        return "mix:fruit.json";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("seed", "of the order (1)");
    }

    @Override
    public boolean endless() {
        return true;
    }

    @Override
    public Dataset open(DataSpec spec, Findings findings) {
        JsonNode tree = StrictJson.tree(spec.path());
        JsonNode data = tree.has("data") ? tree.get("data") : tree;
        DataMix mix =
                StrictJson.from(data, spec.path().toString(), DataMix.class, UnknownKeys.REFUSE);
        List<Mixture.Part> parts = new ArrayList<>();
        for (DataMix.Share share : mix.sets()) {
            if (share.spec().format().equals(NAME)) {
                throw DataError.at(spec.path(), 0, "a mixture is not mixed again: " + share.set());
            }
            parts.add(new Mixture.Part(DataFormats.open(share.spec(), findings), share.drawn()));
        }
        long seed = spec.whole("seed", 1, Integer.MIN_VALUE);
        return WrittenPlaces.of(new Mixture(parts, seed), mix.form());
    }
}
