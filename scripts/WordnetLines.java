import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Plain sentences without pictures, out of the dictionary files of WordNet 3.0: definitions and
 * examples as questions and answers, in Fovea's JSON lines. One word in twenty is kept for the
 * test.
 *
 * <pre>java scripts/WordnetLines.java /usr/share/wordnet OUT</pre>
 */
final class WordnetLines {

    private static final int TURNS = 6;

    private record Entry(String question, String answer) {}

    private WordnetLines() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: java scripts/WordnetLines.java FOLDER_OF_WORDNET OUT");
            System.exit(2);
        }
        List<Entry> train = new ArrayList<>();
        List<Entry> test = new ArrayList<>();
        for (String part : List.of("noun", "verb", "adj", "adv")) {
            Path file = Path.of(arguments[0], "data." + part);
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                if (!line.startsWith("  ")) {
                    String word = line.split(" ")[4].replace('_', ' ').replaceAll("\\(.*\\)", "");
                    boolean kept = Math.floorMod(word.hashCode(), 20) == 7;
                    addAll(word, line.substring(line.indexOf('|') + 1), kept ? test : train);
                }
            }
        }
        Collections.shuffle(train, new Random(1));
        Collections.shuffle(test, new Random(2));
        Path out = Files.createDirectories(Path.of(arguments[1]));
        write(out.resolve("text-train.jsonl"), train, TURNS);
        write(out.resolve("text-test.jsonl"), test, 1);
        System.out.println(train.size() + " exchanges to train on, " + test.size() + " kept");
    }

    private static void addAll(String word, String gloss, List<Entry> into) {
        for (String piece : gloss.split(";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
            String text = piece.strip();
            boolean example = text.startsWith("\"");
            String plain = text.replaceAll("^\"|\"(-.*)?$", "").strip();
            if (plain.length() >= 12 && plain.length() <= 120 && plain.matches("[ -~]+")) {
                String question =
                        example
                                ? "Use \"" + word + "\" in a sentence."
                                : "What does \"" + word + "\" mean?";
                into.add(new Entry(question, plain));
            }
        }
    }

    private static void write(Path file, List<Entry> entries, int turns) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i + turns <= entries.size(); i += turns) {
                StringBuilder line = new StringBuilder("{\"turns\":[");
                for (Entry entry : entries.subList(i, i + turns)) {
                    line.append(quoted(entry.question())).append(',');
                    line.append(quoted(entry.answer())).append(',');
                }
                line.setCharAt(line.length() - 1, ']');
                out.append(line).append("}\n");
            }
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
