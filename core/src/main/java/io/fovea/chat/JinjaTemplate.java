package io.fovea.chat;

import io.fovea.chat.ChatTemplate.Markers;
import io.fovea.chat.TemplateMessages.Content;
import io.fovea.chat.jinja.JinjaError;
import io.fovea.chat.jinja.Template;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The chat template that came with a model, as transformers' {@code apply_chat_template} uses it.
 * The text is the one that transformers would write; special tokens count as such where the
 * template writes them and never in the words of a user.
 *
 * <p>Whether the template wants the content of a message as a string or as a list of parts is found
 * by trying it: models that see are tried with parts first, others with a string.
 */
public final class JinjaTemplate implements PromptFormat {

    private static final String PROBE = "fovea";

    private final Setting setting;
    private final Template template;
    private final Content content;
    private final String opening;

    /**
     * A template and what it is used with.
     *
     * @param text the template ({@link TemplateFiles#read})
     * @param tokens values by their names in the template: {@code bos_token}, {@code eos_token}
     * @param specials texts of the tokenizer's special tokens
     * @param image text that stands for a picture ({@code <image>}, {@code <|image_pad|>}); null
     *     for models of words alone
     * @param markers tokens around places; {@link Markers#NONE} where the model knows none
     */
    public record Setting(
            String text,
            Map<String, String> tokens,
            Set<String> specials,
            @Nullable String image,
            Markers markers) {

        public Setting {
            tokens = Map.copyOf(tokens);
            specials = Set.copyOf(specials);
        }

        /** What the words of a user must not become. */
        Set<String> guarded() {
            Set<String> guarded = new LinkedHashSet<>(specials);
            if (image != null) {
                guarded.add(image);
            }
            return guarded;
        }

        /** The longest special token that stands at an index; null where none does. */
        @Nullable String tokenAt(String rendered, int at) {
            String longest = image != null && rendered.startsWith(image, at) ? image : null;
            for (String special : specials) {
                boolean longer = longest == null || special.length() > longest.length();
                if (longer && rendered.startsWith(special, at)) {
                    longest = special;
                }
            }
            return longest;
        }
    }

    /**
     * Reads and tries a template.
     *
     * @throws JinjaError when it cannot be read, naming the line
     * @throws IllegalArgumentException when it does not write the words of a user
     */
    public JinjaTemplate(Setting setting) {
        this.setting = setting;
        this.template = Template.parse(setting.text());
        this.content = contentWanted();
        this.opening = opening();
    }

    @Override
    public Rendered rendered(Conversation conversation) {
        if (conversation.messages().isEmpty()) {
            throw new IllegalArgumentException("a conversation needs at least one turn, got none");
        }
        boolean answered = conversation.messages().getLast().role() == Message.Role.ASSISTANT;
        TemplateMessages messages = new TemplateMessages(setting, content, false);
        String text = render(messages.of(conversation), !answered);
        TemplateMessages marking = new TemplateMessages(setting, content, true);
        String marked = render(marking.of(conversation), !answered);
        boolean faithful = text.equals(MarkedText.withoutAnswers(marked));
        MarkedText cut =
                new MarkedText(
                        faithful ? MarkedText.withSpaceInAnswers(marked, opening) : text,
                        setting,
                        messages.places());
        List<Segment> segments = cut.segments();
        if (cut.images() != messages.pictures()) {
            throw new IllegalArgumentException(
                    "the conversation has "
                            + messages.pictures()
                            + " pictures, but the chat template wrote "
                            + cut.images()
                            + " times "
                            + setting.image());
        }
        return new Rendered(segments, tokenizerOpens(text));
    }

    /** Processors let the tokenizer open the text unless it opens itself; chats of words do not. */
    private boolean tokenizerOpens(String text) {
        String bos = setting.tokens().get("bos_token");
        return setting.image() != null && (bos == null || !text.startsWith(bos));
    }

    private String render(List<Map<String, Object>> messages, boolean asks) {
        Map<String, Object> values = new HashMap<>(setting.tokens());
        values.put("messages", messages);
        values.put("add_generation_prompt", asks);
        values.put("tools", null);
        values.put("documents", null);
        try {
            return template.render(values);
        } catch (JinjaError e) {
            throw new IllegalArgumentException("the model's chat template: " + e.getMessage(), e);
        }
    }

    private Content contentWanted() {
        Content first = setting.image() == null ? Content.STRING : Content.PARTS;
        Content second = first == Content.STRING ? Content.PARTS : Content.STRING;
        if (writesWords(first)) {
            return first;
        }
        if (writesWords(second)) {
            return second;
        }
        return whyNot(first);
    }

    private boolean writesWords(Content tried) {
        try {
            String text = probe(tried, true);
            return text.contains(PROBE) && !text.contains("'type'") && !text.contains("\"type\"");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Content whyNot(Content tried) {
        throw new IllegalArgumentException(
                "the model's chat template does not write the words of a user; of the question '"
                        + PROBE
                        + "' it made: "
                        + probe(tried, true));
    }

    private String probe(Content tried, boolean asks) {
        TemplateMessages messages = new TemplateMessages(setting, tried, false);
        return render(messages.of(Conversation.of(Message.user(PROBE))), asks);
    }

    /** What the template adds to ask for an answer; empty where that cannot be told apart. */
    private String opening() {
        String with = probe(content, true);
        String without = probe(content, false);
        return with.startsWith(without) ? with.substring(without.length()) : "";
    }
}
