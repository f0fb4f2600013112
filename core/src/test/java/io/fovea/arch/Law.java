package io.fovea.arch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The table of ARCHITECTURE.md, "Packages", as data: which package stands where and what it may
 * import.
 */
final class Law {

    /**
     * A row.
     *
     * @param rank imports point to lower ranks only
     * @param mayImport packages below {@code io.fovea}
     */
    record Row(int rank, SortedSet<String> mayImport) {}

    private static final Map<String, Row> ROWS = new LinkedHashMap<>();

    static {
        row(0, "geometry");
        row(0, "config");
        row(1, "image", "geometry");
        row(1, "tokenizer", "config");
        row(1, "tensor");
        row(1, "metrics", "geometry");
        row(1, "chat.jinja");
        row(1, "data.files", "config");
        row(2, "chat", "chat.jinja", "image", "geometry", "config");
        row(2, "nn", "tensor");
        row(2, "checkpoint", "tensor", "config");
        row(2, "loss", "tensor");
        row(2, "page", "image", "geometry");
        String[] parts = {"nn", "tensor", "checkpoint", "config"};
        row(3, "language", parts);
        row(3, "vision", parts);
        row(3, "projector", parts);
        row(3, "model.images", "image", "geometry", "config");
        row(3, "hub", "checkpoint", "config");
        String[] belowModel = {
            "language",
            "vision",
            "projector",
            "model.images",
            "checkpoint",
            "chat",
            "tokenizer",
            "image",
            "geometry",
            "nn",
            "tensor",
            "config"
        };
        row(4, "model", belowModel);
        row(5, "generate", with(belowModel, "model"));
        row(5, "tuning", "model", "language", "nn", "checkpoint", "tensor", "config");
        row(
                5,
                "data",
                "model",
                "model.images",
                "tokenizer",
                "chat",
                "image",
                "geometry",
                "tensor",
                "config");
        row(6, "data.scenes", "data", "chat", "image", "geometry", "config");
        row(
                7,
                "data.sets",
                "data",
                "data.files",
                "data.scenes",
                "chat",
                "image",
                "geometry",
                "config");
        row(6, "perception", with(belowModel, "model", "generate", "data"));
        row(6, "interaction", with(belowModel, "model", "generate", "data"));
        row(6, "pruning", with(belowModel, "model", "generate", "data"));
        row(
                7,
                "assistant",
                with(
                        belowModel,
                        "model",
                        "generate",
                        "data",
                        "perception",
                        "interaction",
                        "tuning"));
        row(
                8,
                "train",
                with(
                        belowModel,
                        "model",
                        "generate",
                        "hub",
                        "perception",
                        "interaction",
                        "loss",
                        "tuning",
                        "data",
                        "data.files",
                        "data.sets",
                        "data.scenes"));
        row(
                8,
                "eval",
                "assistant",
                "generate",
                "data",
                "data.files",
                "data.sets",
                "data.scenes",
                "metrics",
                "page",
                "chat",
                "image",
                "geometry",
                "config");
        row(1, "sweep", "config");
        row(8, "verify", with(belowModel, "model", "generate"));
        row(8, "serve", "assistant", "generate", "data", "chat", "image", "geometry", "config");
        List<String> all = new ArrayList<>(ROWS.keySet());
        row(9, "cli", all.toArray(String[]::new));
    }

    private Law() {}

    private static void row(int rank, String name, String... mayImport) {
        ROWS.put(name, new Row(rank, new TreeSet<>(Arrays.asList(mayImport))));
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(some));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    static Map<String, Row> rows() {
        return ROWS;
    }
}
