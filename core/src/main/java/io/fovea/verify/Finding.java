package io.fovea.verify;

import java.util.Arrays;
import java.util.Locale;

/**
 * What became of one expectation.
 *
 * @param name of the tensor, or the path in expected.json
 * @param ok whether it was met
 * @param worst largest absolute difference; NaN where there is none to tell
 * @param at where that is
 * @param bound most that it may be; NaN where there is none
 * @param words what there is to say beside the numbers; may be empty
 */
public record Finding(
        String name, boolean ok, double worst, long[] at, double bound, String words) {

    private static final long[] NOWHERE = {};

    /** Compares numbers; NaN equals nothing, and the first one is the worst difference. */
    static Finding compare(String name, Values expected, Values got, double bound) {
        if (!Arrays.equals(expected.shape(), got.shape())) {
            return failed(
                    name,
                    "shape "
                            + Arrays.toString(got.shape())
                            + ", expected "
                            + Arrays.toString(expected.shape()));
        }
        double worst = 0;
        int where = 0;
        for (int i = 0; i < expected.numbers().length && !Double.isNaN(worst); i++) {
            double difference = Math.abs(expected.numbers()[i] - got.numbers()[i]);
            if (difference > worst || Double.isNaN(difference)) {
                worst = difference;
                where = i;
            }
        }
        long[] at = worst == 0 ? NOWHERE : expected.at(where);
        return new Finding(name, worst <= bound, worst, at, bound, "");
    }

    /** Compares anything else. */
    static Finding equal(String name, Object expected, Object got) {
        return expected.equals(got)
                ? passed(name, "equal")
                : failed(name, "got " + shown(got) + ", expected " + shown(expected));
    }

    static Finding passed(String name, String words) {
        return new Finding(name, true, Double.NaN, NOWHERE, Double.NaN, words);
    }

    public static Finding failed(String name, String words) {
        return new Finding(name, false, Double.NaN, NOWHERE, Double.NaN, words);
    }

    private static String shown(Object value) {
        String text = value instanceof String words ? '"' + words + '"' : String.valueOf(value);
        return (text.length() > 200 ? text.substring(0, 200) + "..." : text).replace("\n", "\\n");
    }

    /** One line: name, worst difference, where, bound, ok or FAIL. */
    public String line() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-46s ", name));
        if (!Double.isNaN(bound)) {
            line.append(
                    String.format(
                            Locale.ROOT,
                            "%.3e %s bound %.0e ",
                            worst,
                            at.length == 0 ? "" : "at " + Arrays.toString(at).replace(" ", ""),
                            bound));
        }
        return line.append(words.isEmpty() ? "" : words + " ")
                .append(ok ? "ok" : "FAIL")
                .toString();
    }
}
