package io.fovea.config;

import java.util.List;
import java.util.stream.Collectors;

/** A JSON file cannot become the record it should: all of its problems at once, one per line. */
public final class ConfigError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String source;
    private final transient List<Problem> problems;

    /**
     * Reports the problems of one file.
     *
     * @param source the file, or words that say where the text came from
     * @param problems at least one
     */
    public ConfigError(String source, List<Problem> problems) {
        super(describe(source, problems));
        this.source = source;
        this.problems = List.copyOf(problems);
    }

    /** The file, or words that say where the text came from. */
    public String source() {
        return source;
    }

    /** All problems, in the order of the file's record. */
    public List<Problem> problems() {
        return problems;
    }

    private static String describe(String source, List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "a ConfigError of " + source + " needs at least one problem");
        }
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", source + " has " + count + ":", ""));
    }
}
