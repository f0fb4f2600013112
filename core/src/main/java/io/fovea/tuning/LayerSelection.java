package io.fovea.tuning;

import io.fovea.config.StrictJson;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Some layers of a language model, as a value of a recipe. In JSON the name of a kind is its first
 * key: {@code "all"}, {@code {"list": [0, 4]}}, {@code {"every": 4, "offset": 1}}, {@code {"share":
 * 0.25, "place": "sparse"}}, {@code {"top": 4, "scores": "scores.json", "score":
 * "block_influence"}}, {@code {"named": "visual-region-paper"}}.
 */
public sealed interface LayerSelection {

    /**
     * The chosen layers of a model.
     *
     * @param layers L of the model
     * @return indices from 0, ascending, at least one
     * @throws IllegalArgumentException when an index lies past the end, nothing is chosen, or a
     *     score file does not fit
     */
    java.util.List<Integer> of(int layers);

    /** In a few words, for a table. */
    String words();

    /**
     * Reads a selection from a command line: JSON as in a recipe, a word such as {@code all}, or
     * indices and ranges such as {@code 0,4,8-11}.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    static LayerSelection parse(String text) {
        String plain = text.strip();
        if (plain.matches("\\d{1,6}(-\\d{1,6})?(,\\d{1,6}(-\\d{1,6})?)*")) {
            return List.ranges(plain);
        }
        boolean json = plain.startsWith("{") || plain.startsWith("\"");
        String source = "the selection of layers '" + plain + "'";
        if (!json && NamedLayers.names().contains(plain)) {
            return new Named(plain);
        }
        return StrictJson.parse(json ? plain : '"' + plain + '"', source, LayerSelection.class);
    }

    /** Every layer. */
    record All() implements LayerSelection {
        @Override
        public java.util.List<Integer> of(int layers) {
            return IntStream.range(0, layers).boxed().toList();
        }

        @Override
        public String words() {
            return "all";
        }
    }

    /**
     * These layers.
     *
     * @param list indices from 0, each once
     */
    record List(java.util.List<Integer> list) implements LayerSelection {
        public List {
            list = java.util.List.copyOf(list);
            if (list.isEmpty()) {
                throw new IllegalArgumentException("a list of layers names at least one");
            }
            if (Set.copyOf(list).size() < list.size()) {
                throw new IllegalArgumentException("each layer is named once, got " + list);
            }
        }

        private static List ranges(String text) {
            TreeSet<Integer> all = new TreeSet<>();
            for (String piece : text.split(",")) {
                String[] ends = piece.split("-");
                int first = Integer.parseInt(ends[0]);
                int last = Integer.parseInt(ends[ends.length - 1]);
                if (first > last) {
                    throw new IllegalArgumentException(
                            "a range of layers goes upward, got '" + piece + "'");
                }
                IntStream.rangeClosed(first, last).forEach(all::add);
            }
            return new List(java.util.List.copyOf(all));
        }

        @Override
        public java.util.List<Integer> of(int layers) {
            var past = list.stream().filter(i -> i < 0 || i >= layers).sorted().toList();
            if (!past.isEmpty()) {
                throw new IllegalArgumentException(
                        "the model has layers 0 to "
                                + (layers - 1)
                                + ", but the list names "
                                + past
                                + "; count from 0");
            }
            return list.stream().sorted().toList();
        }

        @Override
        public String words() {
            return "listed";
        }
    }

    /**
     * One layer of every {@code every}.
     *
     * @param offset the first one; null for 0
     */
    record Every(int every, @Nullable Integer offset) implements LayerSelection {
        public Every {
            if (every < 1 || (offset != null && offset < 0)) {
                throw new IllegalArgumentException(
                        "every is at least 1 and offset at least 0, got "
                                + every
                                + " and "
                                + offset);
            }
        }

        @Override
        public java.util.List<Integer> of(int layers) {
            int first = offset == null ? 0 : offset;
            if (first >= layers) {
                throw new IllegalArgumentException(
                        "an offset of "
                                + first
                                + " leaves no layer of a model with layers 0 to "
                                + (layers - 1));
            }
            return IntStream.range(0, layers)
                    .filter(i -> i >= first && (i - first) % every == 0)
                    .boxed()
                    .toList();
        }

        @Override
        public String words() {
            return "every " + every + ", from " + (offset == null ? 0 : offset);
        }
    }

    /**
     * A share of the layers, rounded to the nearest number and at least one.
     *
     * @param share above 0, at most 1
     * @param place null for {@link Place#SPARSE}
     */
    record Share(double share, @Nullable Place place) implements LayerSelection {
        public Share {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("share lies above 0, up to 1, got " + share);
            }
        }

        @Override
        public java.util.List<Integer> of(int layers) {
            int count = (int) Math.max(1, Math.round(share * layers));
            return where().of(layers, count);
        }

        private Place where() {
            return place == null ? Place.SPARSE : place;
        }

        @Override
        public String words() {
            return 100 * share + " %, " + where().name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * The layers that a score ranks first; of equal scores the lower layer.
     *
     * @param top how many
     * @param scores a file as {@link LayerScores} reads it
     * @param score which of its scores
     * @param order null for {@link Order#HIGHEST}
     */
    record Top(int top, Path scores, String score, @Nullable Order order)
            implements LayerSelection {
        public Top {
            if (top < 1) {
                throw new IllegalArgumentException("top is at least 1, got " + top);
            }
        }

        @Override
        public java.util.List<Integer> of(int layers) {
            if (top > layers) {
                throw new IllegalArgumentException(
                        "the model has " + layers + " layers, but top asks for " + top);
            }
            var values = LayerScores.read(scores).of(score, layers, scores);
            Comparator<Integer> ascending = Comparator.comparing(values::get);
            return IntStream.range(0, layers)
                    .boxed()
                    .sorted(order == Order.LOWEST ? ascending : ascending.reversed())
                    .limit(top)
                    .sorted()
                    .toList();
        }

        @Override
        public String words() {
            return "top " + top + " by " + score + (order == Order.LOWEST ? ", lowest" : "");
        }
    }

    /**
     * A published list, for models of the depths that it was published for; see {@link
     * NamedLayers}.
     */
    record Named(String named) implements LayerSelection {
        public Named {
            NamedLayers.byDepth(named);
        }

        @Override
        public java.util.List<Integer> of(int layers) {
            return NamedLayers.of(named, layers);
        }

        @Override
        public String words() {
            return named;
        }
    }

    /** What ranks first. */
    enum Order {
        HIGHEST,
        LOWEST
    }

    /** Where a share of the layers lies. */
    enum Place {
        /** In the middle of equal stretches: 2, 6, 10, 14 of 16. */
        SPARSE,
        FIRST,
        MIDDLE,
        LAST,
        /** Half from either end, the odd one from the beginning. */
        FIRST_LAST;

        java.util.List<Integer> of(int layers, int count) {
            return switch (this) {
                case SPARSE ->
                        IntStream.range(0, count)
                                .map(i -> (int) ((2L * i + 1) * layers / (2L * count)))
                                .boxed()
                                .toList();
                case FIRST -> run(0, count);
                case MIDDLE -> run((layers - count) / 2, count);
                case LAST -> run(layers - count, count);
                case FIRST_LAST -> {
                    int head = (count + 1) / 2;
                    java.util.List<Integer> both = new java.util.ArrayList<>(run(0, head));
                    both.addAll(run(layers - count + head, count - head));
                    yield java.util.List.copyOf(both);
                }
            };
        }

        private static java.util.List<Integer> run(int first, int count) {
            return IntStream.range(first, first + count).boxed().toList();
        }
    }
}
