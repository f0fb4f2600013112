package io.fovea.chat;

import io.fovea.chat.ChatTemplate.Markers;
import io.fovea.chat.ChatTemplate.Pictures;
import io.fovea.chat.ChatTemplate.Turn;

import java.util.List;

/**
 * The templates that we know, as data, found by name. A model's configuration says which one it was
 * taught with; nothing is guessed from file names.
 */
public final class ChatTemplates {

    private static final Turn ABSENT = new Turn("", "", "", "");

    /**
     * Our own small model: the words of the user, then the answer, then the end token; nothing
     * between. A phrase that has places is opened by a marker and closed by its first place.
     */
    public static final ChatTemplate FOVEA_MINI =
            new ChatTemplate(
                    "fovea-mini",
                    List.of("</s>"),
                    false,
                    "",
                    null,
                    ABSENT,
                    ABSENT,
                    new Turn("", "", "</s>", ""),
                    new Pictures(false, "", ""),
                    new Markers(true, null, null, "<p>", null),
                    true);

    /**
     * Vicuna 1.1 as LLaVA-1.5 was tuned with it (LLaVA conversation.py, vicuna_v1), and Bunny on
     * MiniCPM.
     */
    public static final ChatTemplate VICUNA_V1 = vicuna("vicuna-v1", "</s>");

    /** Bunny (BAAI-DCAI/Bunny conversation.py, conv_bunny) on Phi, StableLM and Qwen. */
    public static final ChatTemplate BUNNY = vicuna("bunny", "<|endoftext|>");

    /** Bunny on Llama 3 (conv_llama); its folder's own template is the language model's. */
    public static final ChatTemplate BUNNY_LLAMA_3 = vicuna("bunny-llama-3", "<|end_of_text|>");

    /**
     * The wording that Hugging Face ships with LLaVA-1.5: no system turn; earlier answers end with
     * a space.
     */
    public static final ChatTemplate LLAVA_1_5 =
            new ChatTemplate(
                    "llava-1.5-hf",
                    List.of(),
                    true,
                    "",
                    null,
                    new Turn("", "", "", " "),
                    new Turn("USER: ", "", "", " "),
                    new Turn("ASSISTANT:", " ", "", " "),
                    new Pictures(true, "", "\n"),
                    Markers.NONE,
                    false);

    /** ChatML with the default system words of Qwen2 and the picture marks of Qwen2-VL. */
    public static final ChatTemplate CHATML =
            new ChatTemplate(
                    "chatml",
                    List.of("<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>"),
                    false,
                    "",
                    "You are a helpful assistant.",
                    new Turn("<|im_start|>system\n", "", "<|im_end|>", "\n"),
                    new Turn("<|im_start|>user\n", "", "<|im_end|>", "\n"),
                    new Turn("<|im_start|>assistant\n", "", "<|im_end|>", "\n"),
                    new Pictures(false, "<|vision_start|>", "<|vision_end|>"),
                    Markers.NONE,
                    false);

    /** SmolVLM and Idefics3. */
    public static final ChatTemplate SMOLVLM =
            new ChatTemplate(
                    "smolvlm",
                    List.of("<|im_start|>", "<end_of_utterance>"),
                    true,
                    "<|im_start|>",
                    null,
                    new Turn("System:", " ", "<end_of_utterance>", "\n"),
                    new Turn("User:", " ", "<end_of_utterance>", "\n"),
                    new Turn("Assistant:", " ", "<end_of_utterance>", "\n"),
                    new Pictures(false, "", ""),
                    Markers.NONE,
                    false);

    /** Llama 3 instruct; brings its own bos. */
    public static final ChatTemplate LLAMA_3 =
            new ChatTemplate(
                    "llama-3",
                    List.of(
                            "<|begin_of_text|>",
                            "<|start_header_id|>",
                            "<|end_header_id|>",
                            "<|eot_id|>"),
                    false,
                    "<|begin_of_text|>",
                    null,
                    new Turn(
                            "<|start_header_id|>system<|end_header_id|>\n\n", "", "<|eot_id|>", ""),
                    new Turn("<|start_header_id|>user<|end_header_id|>\n\n", "", "<|eot_id|>", ""),
                    new Turn(
                            "<|start_header_id|>assistant<|end_header_id|>\n\n",
                            "",
                            "<|eot_id|>",
                            ""),
                    new Pictures(true, "", "\n"),
                    Markers.NONE,
                    false);

    /** Phi-3 instruct. */
    public static final ChatTemplate PHI_3 =
            new ChatTemplate(
                    "phi-3",
                    List.of("<|system|>", "<|user|>", "<|assistant|>", "<|end|>"),
                    true,
                    "",
                    null,
                    new Turn("<|system|>\n", "", "<|end|>", "\n"),
                    new Turn("<|user|>\n", "", "<|end|>", "\n"),
                    new Turn("<|assistant|>\n", "", "<|end|>", "\n"),
                    new Pictures(true, "", "\n"),
                    Markers.NONE,
                    false);

    private static final List<ChatTemplate> ALL =
            List.of(
                    FOVEA_MINI,
                    VICUNA_V1,
                    BUNNY,
                    BUNNY_LLAMA_3,
                    LLAVA_1_5,
                    CHATML,
                    SMOLVLM,
                    LLAMA_3,
                    PHI_3);

    private ChatTemplates() {}

    private static ChatTemplate vicuna(String name, String end) {
        return new ChatTemplate(
                name,
                List.of(end),
                true,
                "",
                "A chat between a curious user and an artificial intelligence assistant. The"
                        + " assistant gives helpful, detailed, and polite answers to the user's"
                        + " questions.",
                new Turn("", "", "", " "),
                new Turn("USER: ", "", "", " "),
                new Turn("ASSISTANT:", " ", end, ""),
                new Pictures(true, "", "\n"),
                Markers.NONE,
                false);
    }

    /** Names in the order of the list. */
    public static List<String> names() {
        return ALL.stream().map(ChatTemplate::name).toList();
    }

    /**
     * A template by its name.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    public static ChatTemplate named(String name) {
        return ALL.stream()
                .filter(template -> template.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no chat template is called '"
                                                + name
                                                + "'; there are "
                                                + String.join(", ", names())));
    }
}
