package io.fovea.interaction;

import io.fovea.checkpoint.CheckpointError;
import io.fovea.checkpoint.ModelDirectory;
import io.fovea.checkpoint.Provenance;
import io.fovea.config.StrictJson;
import io.fovea.model.FolderExtension;
import io.fovea.model.ModelFamilies;
import io.fovea.model.ModelPlan;
import io.fovea.model.VisionLanguageModel;
import io.fovea.tensor.Rng;
import io.fovea.tokenizer.SpecialTokenNames;

import java.nio.file.Path;
import java.util.Map;

/**
 * Gives a model of any family that sees LMEye's tokens and network: all that was there stays as it
 * is, to the bit ({@link FolderExtension}).
 */
public final class InteractionExtension {

    private InteractionExtension() {}

    /**
     * How a model is extended.
     *
     * @param options of the network
     * @param request name of the token that asks
     * @param answer name of the token of a slot
     * @param seed of the network's first weights
     */
    public record Settings(InteractionOptions options, String request, String answer, long seed) {

        /** The usual names. */
        public static Settings of(InteractionOptions options, long seed) {
            return new Settings(options, "<request>", "<answer>", seed);
        }
    }

    /**
     * Writes an extended model.
     *
     * @param folder the model as it is; not changed
     * @param target a free name
     * @param commit of this program, for the provenance
     * @param versions of libraries, for the provenance
     * @throws CheckpointError when the model reads words only, or has a network already
     * @throws io.fovea.tokenizer.TokenizerError when a token's name is taken
     */
    public static FolderExtension.Written write(
            Path folder,
            Path target,
            Settings settings,
            String commit,
            Map<String, String> versions) {
        ModelPlan plan = ModelFamilies.plan(ModelDirectory.open(folder));
        InteractionConfig config = sized(folder, plan, settings.options());
        String text = StrictJson.write(config);
        try (InteractionNetwork network = new InteractionNetwork(config)) {
            OwnProjector.give(network, folder);
            network.initialize(new Rng(settings.seed()));
            return FolderExtension.write(
                    folder,
                    target,
                    new FolderExtension.Addition(
                            InteractionNetwork.EXTENSION,
                            StrictJson.tree(text, InteractionNetwork.EXTENSION),
                            network,
                            names(plan.description().tokens(), settings),
                            FolderExtension.Rows.NONE),
                    Provenance.now(text, commit, settings.seed(), versions));
        }
    }

    /** Names that the model has already stay. */
    private static SpecialTokenNames names(SpecialTokenNames has, Settings settings) {
        String request = has.request();
        String answer = has.answer();
        return has.asking(
                request == null ? settings.request() : request,
                answer == null ? settings.answer() : answer);
    }

    private static InteractionConfig sized(
            Path folder, ModelPlan plan, InteractionOptions options) {
        try (VisionLanguageModel model = plan.model().get()) {
            if (!model.sees()) {
                throw new CheckpointError(
                        "extend",
                        folder,
                        "a model of words only ('" + plan.description().modelType() + "')",
                        "a model that sees pictures",
                        "take a vision-language model: there is no picture to ask");
            }
            return InteractionNetworks.sized(options, model);
        }
    }
}
