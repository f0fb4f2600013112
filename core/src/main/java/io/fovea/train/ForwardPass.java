package io.fovea.train;

import io.fovea.chat.PlaceInput;
import io.fovea.data.Batch;
import io.fovea.interaction.AskedBatch;
import io.fovea.interaction.InteractionNetwork;
import io.fovea.interaction.InteractionNetworks;
import io.fovea.language.AttentionTap;
import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageOutput;
import io.fovea.model.Placeholders;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.perception.ImageFeatures;
import io.fovea.perception.PerceptionHead;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A teacher-forced pass over a batch: pictures are seen, every place token carries its encoded
 * region, and the language model runs once; once more for each round of requests, where the model
 * has a network that answers them.
 *
 * @param batch what went in
 * @param model what it went through
 * @param vision what was seen, null when no row of the batch has a picture
 * @param language what was computed, null when no objective needs it
 * @param attention probabilities {@code [B, H, S, S]} of the layers that were asked for
 * @param slots where the slots of requests looked, for each round
 */
record ForwardPass(
        Batch batch,
        VisionLanguageModel model,
        @Nullable VisualFeatures vision,
        @Nullable LanguageOutput language,
        Map<Integer, Tensor> attention,
        List<AskedBatch.Looks> slots) {

    /** What a pass should compute. */
    record Request(boolean language, PlaceInput regions, int @Nullable [] attentionLayers) {}

    static ForwardPass run(VisionLanguageModel model, Batch batch, Request request) {
        VisualFeatures vision =
                batch.grid() == null
                        ? null
                        : model.vision()
                                .seeAll(
                                        Tensor.of(batch.pixels(), batch.pixelShape()),
                                        batch.grid());
        if (!request.language()) {
            return new ForwardPass(batch, model, vision, null, Map.of(), List.of());
        }
        Map<Integer, Tensor> attention = new HashMap<>();
        Map<Integer, AttentionTap> taps = new HashMap<>();
        if (request.attentionLayers() != null) {
            for (int layer : request.attentionLayers()) {
                taps.put(layer, (seen, scope) -> attention.put(layer, scope.keep(seen)));
            }
        }
        Tensor embeddings = embeddings(model, batch, vision, request.regions());
        List<AskedBatch.Looks> slots = new ArrayList<>();
        Optional<InteractionNetwork> network = InteractionNetworks.of(model);
        if (network.isPresent() && vision != null) {
            embeddings =
                    new AskedBatch(network.get(), vision, batch.asked(), slots::add)
                            .answered(
                                    embeddings,
                                    first ->
                                            model.language()
                                                    .forward(input(batch, first, Map.of()).only(-1))
                                                    .last());
        }
        LanguageOutput language = model.language().forward(input(batch, embeddings, taps));
        return new ForwardPass(batch, model, vision, language, attention, slots);
    }

    private static LanguageInput input(
            Batch batch, Tensor embeddings, Map<Integer, AttentionTap> taps) {
        Tensor positions =
                batch.axes() == 1
                        ? Tensor.of(batch.positions(), batch.rows(), batch.length())
                        : Tensor.of(batch.positions(), batch.axes(), batch.rows(), batch.length());
        Tensor mask = Tensor.of(batch.mask(), batch.rows(), 1, batch.length(), batch.length());
        return new LanguageInput(embeddings, positions, mask, null, taps);
    }

    private static Tensor embeddings(
            VisionLanguageModel model,
            Batch batch,
            @Nullable VisualFeatures vision,
            PlaceInput regions) {
        long[] ids = batch.ids().clone();
        int last = model.language().vocabulary() - 1;
        for (int i = 0; i < ids.length; i++) {
            // image tokens of some models and those that ask have no row; they are written later
            ids[i] = Math.clamp(ids[i], 0, last);
        }
        Tensor embeddings = model.language().embed(Tensor.of(ids, batch.rows(), batch.length()));
        if (vision == null) {
            return embeddings;
        }
        Tensor tokens = vision.tokens();
        embeddings =
                Placeholders.write(
                        embeddings,
                        batch.images(),
                        tokens.reshape(tokens.size(0) * tokens.size(1), tokens.size(2)),
                        "image patches");
        if (batch.places().isEmpty()) {
            return embeddings;
        }
        PerceptionHead head = PerceptionHead.of(model);
        long[] positions = batch.places().stream().mapToLong(Batch.Place::position).toArray();
        var targets = batch.places().stream().map(Batch.Place::target).toList();
        Tensor encoded =
                head.encode(TargetTensors.boxes(targets), TargetTensors.coverage(targets), regions);
        return Placeholders.write(embeddings, positions, encoded, "places");
    }

    /** What the mask decoder reads. */
    ImageFeatures imageFeatures() {
        VisualFeatures seen = seen();
        return new ImageFeatures(seen.maskFeatures(), seen.rows(), seen.cols(), seen.skip());
    }

    VisualFeatures seen() {
        if (vision == null) {
            throw new IllegalStateException("no row of this batch has a picture");
        }
        return vision;
    }

    LanguageOutput spoken() {
        if (language == null) {
            throw new IllegalStateException("this pass did not run the language model");
        }
        return language;
    }
}
