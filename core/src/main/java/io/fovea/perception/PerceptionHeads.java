package io.fovea.perception;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.config.UnknownKeys;
import io.fovea.model.VisionLanguageModel;

import java.util.List;
import java.util.function.Function;

/** The perception heads there are; a new one is one line here. */
public final class PerceptionHeads {

    private record Entry(
            String name,
            Class<? extends PerceptionHead> type,
            Function<PerceptionConfig, PerceptionHead> make) {}

    private static final List<Entry> ALL =
            List.of(new Entry("token", TokenPerceptionHead.class, TokenPerceptionHead::new));

    private PerceptionHeads() {}

    /**
     * A head without values yet.
     *
     * @throws IllegalArgumentException when the config names an unknown head, listing the known
     *     ones
     */
    public static PerceptionHead create(PerceptionConfig config) {
        return ALL.stream()
                .filter(entry -> entry.name().equals(config.head()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown perception head '"
                                                + config.head()
                                                + "', expected one of "
                                                + names()))
                .make()
                .apply(config);
    }

    /** Attaches the head that a model's config asks for; nothing when it asks for none. */
    public static void attach(VisionLanguageModel model) {
        JsonNode config = model.description().extensions().get(PerceptionHead.EXTENSION);
        if (config != null) {
            model.attach(
                    PerceptionHead.EXTENSION,
                    create(
                            StrictJson.from(
                                    config,
                                    "config.json, extensions.perception",
                                    PerceptionConfig.class,
                                    UnknownKeys.REFUSE)));
        }
    }

    /** Names as configs use them. */
    public static List<String> names() {
        return ALL.stream().map(Entry::name).toList();
    }

    /** The classes in the list. */
    public static List<Class<? extends PerceptionHead>> types() {
        return ALL.stream().<Class<? extends PerceptionHead>>map(Entry::type).toList();
    }
}
