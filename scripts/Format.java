import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings all Java sources of the repository into google-java-format's AOSP style, or says which are
 * not in it.
 *
 * <p>Started by {@code mvn verify} and by {@code scripts/format.sh}, in the repository's root; the
 * one argument is {@code check} or {@code write}.
 */
final class Format {

    private Format() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1 || !List.of("check", "write").contains(arguments[0])) {
            System.err.println("usage: Format check|write");
            System.exit(2);
        }
        Formatter formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
        List<String> different = new ArrayList<>();
        for (Path file : sources()) {
            String before = Files.readString(file);
            String after;
            try {
                after = settled(formatter, before);
            } catch (FormatterException e) {
                different.add(file + " cannot be read: " + e.getMessage());
                continue;
            }
            if (after.equals(before)) {
                continue;
            }
            if (arguments[0].equals("write")) {
                Files.writeString(file, after);
                System.out.println("formatted " + file);
            } else {
                different.add(file + ":" + firstDifference(before, after));
            }
        }
        if (!different.isEmpty()) {
            different.forEach(line -> System.err.println("not formatted: " + line));
            System.err.println(
                    different.size()
                            + " files are not in the house's format; run scripts/format.sh");
            System.exit(1);
        }
    }

    /** The formatter moves some comments and long expressions again when it sees its own output. */
    private static String settled(Formatter formatter, String source) throws FormatterException {
        String last = source;
        for (int i = 0; i < 5; i++) {
            String next = formatter.formatSourceAndFixImports(last);
            if (next.equals(last)) {
                break;
            }
            last = next;
        }
        return last;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> walk = Files.walk(Path.of(""))) {
            return walk.filter(path -> path.toString().endsWith(".java"))
                    .filter(
                            path ->
                                    path.startsWith("scripts")
                                            || path.toString()
                                                    .matches("[\\w-]+[/\\\\]src[/\\\\].*"))
                    .sorted()
                    .toList();
        }
    }

    private static int firstDifference(String before, String after) {
        List<String> left = before.lines().toList();
        List<String> right = after.lines().toList();
        int line = 0;
        while (line < Math.min(left.size(), right.size())
                && left.get(line).equals(right.get(line))) {
            line++;
        }
        return line + 1;
    }
}
