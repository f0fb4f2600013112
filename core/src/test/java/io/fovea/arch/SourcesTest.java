package io.fovea.arch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the law asks of source files themselves. */
class SourcesTest {

    private static final int LONGEST = 400;

    private static final Path MAIN = Path.of("src", "main", "java");
    private static final Path TEST = Path.of("src", "test", "java");

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
        }
    }

    @Test
    void filesAreShort() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path root : List.of(MAIN, TEST)) {
            for (Path file : sources(root)) {
                int lines = Files.readAllLines(file).size();
                if (lines > LONGEST) {
                    broken.add(
                            file + " has " + lines + " lines, at most " + LONGEST + " are allowed");
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path folder : sources(MAIN).stream().map(Path::getParent).distinct().toList()) {
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info)) {
                broken.add(folder + " has no package-info.java");
                continue;
            }
            String text = Files.readString(info);
            if (!text.contains("@NullMarked\npackage ")) {
                broken.add(info + " is not @NullMarked");
            }
            if (!text.startsWith("/**") || text.indexOf("*/") < 150) {
                broken.add(
                        info
                                + " does not say what comes in, what goes out and what does not"
                                + " belong there");
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() throws IOException {
        String annotation = "@" + "Disabled";
        List<Path> broken = new ArrayList<>();
        for (Path file : sources(TEST)) {
            if (Files.readString(file).contains(annotation)) {
                broken.add(file);
            }
        }
        assertThat(broken).as("tests that are switched off").isEmpty();
    }
}
