package io.fovea.verify;

import io.fovea.generate.Prefill;
import io.fovea.language.LanguageInput;
import io.fovea.language.LanguageOutput;
import io.fovea.model.ModelFolder;
import io.fovea.model.Processor;
import io.fovea.model.Prompt;
import io.fovea.model.PromptPositions;
import io.fovea.model.VisionLanguageModel;
import io.fovea.model.images.PreparedImage;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A case computed again, from pictures and words to scores. Tensors live in the caller's scope.
 *
 * @param text the rendered prompt
 * @param prefill ready to be read
 * @param values by the name of the expectation, without that of the case
 */
record CaseRun(String text, Prefill prefill, Map<String, Values> values) {

    private static final int NO_TOKEN = -1;

    static CaseRun of(
            ModelFolder.Opened opened, CaseInput input, Expectations expectations, DType dtype) {
        VisionLanguageModel model = opened.model();
        Processor processor = opened.processor();
        List<PreparedImage> images =
                input.images().stream()
                        .map(name -> processor.prepare(expectations.decoded(name)))
                        .toList();
        SeenPictures seen =
                images.isEmpty()
                        ? new SeenPictures(List.of(), Map.of())
                        : SeenPictures.of(model, images, dtype);
        Prompt prompt = prompt(processor, input, images);
        String text =
                input.conversation() == null
                        ? String.valueOf(input.prompt())
                        : processor.text(input.conversation(), picture(opened));
        @Nullable Integer image = processor.tokens().image();
        int imageToken = image == null ? NO_TOKEN : image;
        Prefill prefill =
                new Prefill(
                        prompt.ids(),
                        prompt.positions(),
                        seen.features(),
                        imageToken,
                        new long[0],
                        null);
        Map<String, Values> values = new LinkedHashMap<>(seen.values());
        int[] ids = recorded(prompt.ids(), imageToken);
        values.put("input_ids", Values.of(new long[] {1, ids.length}, ids));
        positions(values, prompt.positions());
        language(values, model, prefill);
        return new CaseRun(text, prefill, values);
    }

    private static Prompt prompt(Processor processor, CaseInput input, List<PreparedImage> images) {
        if (input.conversation() != null) {
            return processor.prompt(input.conversation(), images);
        }
        return input.prompt() == null ? Prompt.ofIds(input.ids()) : processor.plain(input.prompt());
    }

    /** What stands for a picture in a rendered prompt. */
    private static String picture(ModelFolder.Opened opened) {
        String named = opened.model().description().tokens().image();
        return named == null ? "<image>" : named;
    }

    private static void language(
            Map<String, Values> values, VisionLanguageModel model, Prefill prefill) {
        Tensor embeddings = prefill.embeddings(model);
        int length = prefill.ids().length;
        LanguageOutput output =
                model.language()
                        .forward(
                                new LanguageInput(
                                        embeddings,
                                        prefill.positions().tensor(0, length),
                                        null,
                                        null,
                                        Map.of()));
        values.put("inputs_embeds", Values.of(embeddings));
        values.put("text_hidden_state_layer1", Values.of(output.states().get(1)));
        values.put("last_hidden_state", Values.of(output.last()));
        values.put("logits", Values.of(model.language().logits(output.last())));
    }

    /** Original LLaVA forms record one id below 0 for a whole picture. */
    private static int[] recorded(int[] ids, int imageToken) {
        if (imageToken >= 0 || imageToken == NO_TOKEN) {
            return ids;
        }
        List<Integer> once = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != imageToken || i == 0 || ids[i - 1] != imageToken) {
                once.add(ids[i]);
            }
        }
        return once.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void positions(Map<String, Values> values, PromptPositions positions) {
        if (positions.axes().length == 1) {
            return;
        }
        int length = positions.axes()[0].length;
        long[] all = new long[positions.axes().length * length];
        for (int axis = 0; axis < positions.axes().length; axis++) {
            System.arraycopy(positions.axes()[axis], 0, all, axis * length, length);
        }
        values.put("position_ids", Values.of(new long[] {positions.axes().length, 1, length}, all));
        values.put("rope_delta", Values.scalar(positions.next() - length).as(1, 1));
    }
}
