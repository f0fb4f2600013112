package io.fovea.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How Java names are written in JSON, and which name somebody probably meant. */
final class Names {

    private Names() {}

    /** {@code hiddenSize} to {@code hidden_size}. */
    static String snake(String camel) {
        return separate(camel, '_');
    }

    /** {@code EveryNth} to {@code every-nth}. */
    static String kebab(String camel) {
        return separate(camel, '-');
    }

    /** The constant {@code QUICK_GELU} to {@code quick_gelu}. */
    static String constant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String separate(String camel, char separator) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c) && i > 0) {
                out.append(separator);
            }
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }

    /** "did you mean x?" for the nearest candidate, or an empty string when none is near. */
    static String didYouMean(String given, Collection<String> candidates) {
        Optional<String> nearest =
                candidates.stream()
                        .filter(
                                c ->
                                        distance(plain(given), plain(c))
                                                <= Math.max(1, c.length() / 3))
                        .min(Comparator.comparingInt(c -> distance(plain(given), plain(c))));
        return nearest.map(name -> "did you mean " + name + "?").orElse("");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /**
     * Edits (insert, remove, change, swap of neighbours); names over 80 characters are never near.
     */
    private static int distance(String a, String b) {
        if (a.length() > 80 || b.length() > 80) {
            return Integer.MAX_VALUE;
        }
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = edits[i - 1][j - 1] + change;
                best = Math.min(best, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                edits[i][j] = swapped ? Math.min(best, 1 + edits[i - 2][j - 2]) : best;
            }
        }
        return edits[a.length()][b.length()];
    }
}
