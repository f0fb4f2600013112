package io.fovea.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Java process of its own, for what a test cannot do to itself: be killed, run without pointer
 * collection.
 */
public final class ChildJvm {

    private ChildJvm() {}

    /** Starts a main class with this process's class path; its output goes to a file. */
    public static Process start(
            Path output, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        return start(output, Map.of(), options, main, arguments);
    }

    /** As the other, with more variables in the environment. */
    public static Process start(
            Path output,
            Map<String, String> environment,
            List<String> options,
            Class<?> main,
            String... arguments)
            throws IOException {
        ProcessBuilder builder =
                builder(options, main, arguments)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The same, not yet started. */
    public static ProcessBuilder builder(List<String> options, Class<?> main, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.awt.headless=true",
                                "-XX:+UseSerialGC",
                                "-Xms192m",
                                "-Xmx192m"));
        command.addAll(options);
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("OPENBLAS_NUM_THREADS", "1");
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        return builder;
    }
}
