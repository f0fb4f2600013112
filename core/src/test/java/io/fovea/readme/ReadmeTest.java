package io.fovea.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.cli.Main;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the documents say holds. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");

    @Test
    void readmeShowsTheExampleThatCompiles() throws IOException {
        String example =
                Files.readString(Path.of("src/test/java/io/fovea/readme/ReadmeExample.java"));
        String shown =
                example.substring(
                                example.indexOf("// README begins\n") + 17,
                                example.indexOf("        // README ends"))
                        .indent(-8);
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("```java\n" + shown + "```");
    }

    @Test
    void readmeShowsEveryVerb() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Set<String> verbs = new CommandLine(new Main()).getSubcommands().keySet();
        assertThat(verbs)
                .isNotEmpty()
                .allSatisfy(verb -> assertThat(readme).contains("./fovea " + verb));
        Matcher shown = Pattern.compile("./fovea ([a-z]+)").matcher(readme);
        while (shown.find()) {
            assertThat(verbs).as("verbs that README shows").contains(shown.group(1));
        }
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            Matcher link = LINK.matcher(Files.readString(document));
            while (link.find()) {
                String target = link.group(1);
                boolean outside = target.contains("://") || target.startsWith("mailto:");
                if (!outside && !Files.exists(document.resolveSibling(target))) {
                    broken.add(document + " links to " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .collect(Collectors.toList());
        }
    }
}
