package io.fovea.assistant;

import io.fovea.chat.Conversation;
import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.data.Batch;
import io.fovea.data.RegionTargets;
import io.fovea.generate.Prefill;
import io.fovea.generate.PromptCache;
import io.fovea.generate.ReadoutHandler;
import io.fovea.geometry.ImageGeometry;
import io.fovea.image.Image;
import io.fovea.interaction.RequestReadout;
import io.fovea.model.ModelFolder;
import io.fovea.model.Prompt;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.images.PreparedImage;
import io.fovea.perception.PerceptionConfig;
import io.fovea.perception.PerceptionHead;
import io.fovea.perception.TokenReadout;
import io.fovea.tensor.DType;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tokenizer.SpecialTokens;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes conversations into prompts that a generator reads: looks at their pictures, writes their
 * places, and asks where the model has a network to answer. Lives on the model's thread.
 */
final class Prompting implements AutoCloseable {

    private static final int NO_TOKEN = -1;

    private final ModelFolder.Opened opened;
    private final VisionLanguageModel model;
    private final SpecialTokens tokens;
    private final DType dtype;
    private final @Nullable Places places;
    private final LastPictures last;
    private final Asking asking;

    /** What places need: the head and the side of its coverage grid. */
    private record Places(PerceptionHead head, int grid) {

        static @Nullable Places of(VisionLanguageModel model) {
            if (model.extension(PerceptionHead.EXTENSION, PerceptionHead.class).isEmpty()) {
                return null;
            }
            PerceptionConfig config =
                    StrictJson.from(
                            model.description().extensions().get(PerceptionHead.EXTENSION),
                            "config.json, extensions.perception",
                            PerceptionConfig.class,
                            UnknownKeys.REFUSE);
            return new Places(PerceptionHead.of(model), config.maskEncoder().grid());
        }
    }

    /**
     * A conversation as the model reads it.
     *
     * @param readout answers the requests of the prompt; null where it has none
     */
    record Posed(
            Prompt prompt,
            List<LastPictures.Seen> pictures,
            Prefill prefill,
            @Nullable RequestReadout readout) {

        /** Places are those of the last picture. */
        private ImageGeometry geometry() {
            return pictures.getLast().image().geometry();
        }

        /** Where the slots of its requests looked, once it was answered. */
        List<Looked> looked() {
            return readout == null
                    ? List.of()
                    : Asking.looked(readout, pictures.getLast().features(), geometry());
        }
    }

    /**
     * @param asking closed with this
     */
    Prompting(ModelFolder.Opened opened, Asking asking, DType dtype) {
        this.opened = opened;
        this.asking = asking;
        this.dtype = dtype;
        model = opened.model();
        tokens = opened.processor().tokens();
        places = tokens.vis() == null ? null : Places.of(model);
        last = new LastPictures(model.language());
    }

    boolean knowsPlaces() {
        return places != null;
    }

    /** What was read of the last prompt. */
    PromptCache read() {
        return last.read();
    }

    /**
     * The pictures of several conversations as they were seen, each looked at once; those of the
     * last call need not be looked at again.
     */
    Map<Image, LastPictures.Seen> see(List<Image> pictures) {
        List<Image> distinct = pictures.stream().distinct().toList();
        List<LastPictures.Seen> seen = last.see(distinct, this::look);
        Map<Image, LastPictures.Seen> all = new HashMap<>();
        for (int i = 0; i < distinct.size(); i++) {
            all.put(distinct.get(i), seen.get(i));
        }
        return all;
    }

    private LastPictures.Seen look(Image image) {
        PreparedImage prepared = opened.processor().prepare(image);
        try (Scope scope = Scope.open()) {
            return new LastPictures.Seen(
                    model.vision().see(pixels(prepared), prepared).own(), prepared.withoutPixels());
        }
    }

    private Tensor pixels(PreparedImage prepared) {
        try (Scope scope = Scope.open()) {
            return scope.keep(onDevice(Tensor.of(prepared.pixels(), prepared.shape())));
        }
    }

    /** A conversation about pictures that were seen, as text and numbers only. */
    Prompt prompt(Conversation conversation, List<LastPictures.Seen> pictures) {
        return asking.processor()
                .prompt(conversation, pictures.stream().map(LastPictures.Seen::image).toList());
    }

    /**
     * A conversation as the model reads it.
     *
     * @throws AssistantError when it is too long
     */
    Posed pose(Conversation conversation, List<LastPictures.Seen> pictures) {
        Prompt prompt = prompt(conversation, pictures);
        room(prompt);
        long[] positions =
                prompt.places().stream().mapToLong(Prompt.PlaceToken::position).toArray();
        Prefill prefill =
                new Prefill(
                        prompt.ids(),
                        prompt.positions(),
                        pictures.stream().map(LastPictures.Seen::features).toList(),
                        pictures.isEmpty() ? NO_TOKEN : SpecialTokens.need(tokens.image(), "image"),
                        positions,
                        positions.length == 0 ? null : told(prompt, pictures),
                        asking.asked(prompt));
        return new Posed(prompt, pictures, prefill, asking.readout(prompt));
    }

    /**
     * Tokens that the model can read behind a prompt.
     *
     * @throws AssistantError when there are none
     */
    int room(Prompt prompt) {
        int longest = model.description().longestSequence();
        if (prompt.length() >= longest) {
            throw new AssistantError(
                    "the question is too long: picture and words are "
                            + prompt.length()
                            + " tokens, and the model reads "
                            + longest
                            + " (max_position_embeddings) with the answer; the pictures"
                            + " end at token "
                            + prompt.imageEnd()
                            + ", so say it in fewer words");
        }
        return longest - prompt.length();
    }

    /**
     * Embeddings {@code [N, Dl]} of the places in the conversation, each written as it says, as
     * training writes them.
     */
    private Tensor told(Prompt prompt, List<LastPictures.Seen> pictures) {
        if (places == null) {
            throw new AssistantError("this model knows no places");
        }
        ImageGeometry geometry = pictures.getLast().image().geometry();
        int grid = places.grid();
        RegionTargets targets = new RegionTargets(grid, 1);
        List<Tensor> written = new ArrayList<>();
        for (Prompt.PlaceToken place : prompt.places()) {
            Batch.Target target = targets.of(place.region(), geometry);
            written.add(
                    places.head()
                            .encode(
                                    onDevice(Tensor.of(target.boxCxcywh(), 1, 4)),
                                    onDevice(Tensor.of(target.coverage(), 1, 1, grid, grid)),
                                    place.told()));
        }
        return Tensor.cat(written, 0);
    }

    private Tensor onDevice(Tensor tensor) {
        return tensor.to(model.device()).to(dtype);
    }

    /** What reads the states of its answer. */
    List<ReadoutHandler> handlers(Posed posed) {
        List<ReadoutHandler> handlers = new ArrayList<>();
        if (places != null && !posed.pictures().isEmpty()) {
            handlers.add(
                    new TokenReadout(
                            places.head(),
                            SpecialTokens.need(tokens.vis(), "vis"),
                            posed.geometry(),
                            places.grid()));
        }
        if (posed.readout() != null) {
            handlers.add(posed.readout());
        }
        return handlers;
    }

    @Override
    public void close() {
        last.close();
        asking.close();
    }
}
