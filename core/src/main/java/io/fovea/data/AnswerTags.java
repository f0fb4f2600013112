package io.fovea.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.fovea.config.StrictJson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags of a {@link Dialogue} by which a benchmark says how its answer is measured; evaluation reads
 * them. An exchange without {@link #METRIC} is measured by its kind.
 *
 * <ul>
 *   <li>{@code metric}: {@code vqa} (people's answers, official VQA accuracy), {@code textvqa} (the
 *       same as LLaVA's m4c form), {@code choice} (an option said), {@code likelihood} (an option
 *       ranked by likelihood), {@code pope} or {@code mme} (yes or no), {@code captions} (against
 *       several captions)
 *   <li>{@code answers}: all true answers, a JSON list of texts
 *   <li>{@code options}: the options in order, a JSON list of texts; the true answer is the letter
 *       of one, or its text
 *   <li>{@code group}: what reports are split by: a subtask, a type of question, {@code popular}
 *   <li>{@code circle}: the question that several rounds with shifted options belong to (MMBench)
 * </ul>
 */
public final class AnswerTags {

    public static final String METRIC = "metric";
    public static final String ANSWERS = "answers";
    public static final String OPTIONS = "options";
    public static final String GROUP = "group";
    public static final String CIRCLE = "circle";

    private AnswerTags() {}

    /** Tags of an exchange with several true answers. */
    public static Map<String, String> answers(String metric, List<String> answers) {
        return Map.of(METRIC, metric, ANSWERS, list(answers));
    }

    /** Tags of an exchange with options. */
    public static Map<String, String> options(String metric, List<String> options) {
        return Map.of(METRIC, metric, OPTIONS, list(options));
    }

    /** These tags and one more. */
    public static Map<String, String> with(Map<String, String> tags, String key, String value) {
        Map<String, String> more = new HashMap<>(tags);
        more.put(key, value);
        return Map.copyOf(more);
    }

    /** A list as a tag's text. */
    public static String list(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array.toString();
    }

    /**
     * The list that a tag holds; empty where there is no such tag.
     *
     * @throws io.fovea.config.ConfigError when the text is no JSON
     */
    public static List<String> list(Map<String, String> tags, String key) {
        List<String> texts = new ArrayList<>();
        String text = tags.get(key);
        if (text != null) {
            for (JsonNode node : StrictJson.tree(text, "the tag " + key)) {
                texts.add(node.asText());
            }
        }
        return texts;
    }
}
