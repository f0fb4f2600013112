package io.fovea.checkpoint;

import io.fovea.config.StrictJson;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of a run: {@code recipe.json}, {@value Provenance#FILE}, {@code log.jsonl} and {@code
 * step-*}. A kill at any point leaves the last whole step and at most hidden leftovers, which
 * nobody reads and {@link #resume} removes.
 */
public final class RunDirectory {

    private static final String RECIPE = "recipe.json";
    private static final Pattern STEP = Pattern.compile("step-(\\d{1,18})");

    private final Path folder;

    private RunDirectory(Path folder) {
        this.folder = folder;
    }

    /**
     * Begins a run.
     *
     * @param recipe the recipe's text, kept to the letter
     * @throws CheckpointError when something stands under this name
     */
    public static RunDirectory create(Path folder, String recipe, Provenance provenance) {
        AtomicFolder.write(
                folder,
                IfExists.REFUSE,
                inside -> {
                    Files.writeString(inside.resolve(RECIPE), recipe);
                    Files.writeString(
                            inside.resolve(Provenance.FILE), StrictJson.write(provenance));
                });
        return new RunDirectory(folder);
    }

    /**
     * Opens a run to look at; changes nothing, so another process may be writing it.
     *
     * @throws CheckpointError when this is no run
     */
    public static RunDirectory open(Path folder) {
        if (!Files.isRegularFile(folder.resolve(RECIPE))) {
            throw new CheckpointError(
                    "open",
                    folder,
                    "no " + RECIPE,
                    "the folder of a run",
                    "check the path or begin a run there");
        }
        return new RunDirectory(folder);
    }

    /**
     * Opens a run to go on with: removes leftovers of a kill, and drops from the log what the
     * latest step does not know. Only one process may do so.
     */
    public static RunDirectory resume(Path folder) {
        RunDirectory run = open(folder);
        for (Path path : run.list()) {
            String name = path.getFileName().toString();
            if (name.startsWith(".") && name.endsWith(AtomicFile.SUFFIX)) {
                AtomicFolder.deleteQuietly(path);
            }
        }
        run.log().cutAfter(run.latest().map(RunStep::step).orElse(0L));
        return run;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** The recipe's text, as it was given. */
    public String recipe() {
        try {
            return Files.readString(folder.resolve(RECIPE));
        } catch (IOException e) {
            throw unreadable(folder.resolve(RECIPE), e);
        }
    }

    /**
     * Keeps a text beside the recipe, under a name of its own; one of that name is replaced.
     *
     * @throws CheckpointError when it cannot be written
     */
    public void note(String name, String text) {
        AtomicFile.write(
                folder.resolve(name),
                AtomicFile.Opener.DISK,
                channel -> {
                    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                });
    }

    /** The run's log. */
    public RunLog log() {
        return new RunLog(folder.resolve("log.jsonl"));
    }

    /**
     * Writes a checkpoint, then removes older ones. A checkpoint of the same step is replaced.
     *
     * @param keep how many of the latest to keep, this one included, at least 1
     * @throws CheckpointError when it cannot be written; then all older ones are still there
     */
    public RunStep save(long step, RunState state, int keep) {
        if (step < 0 || keep < 1) {
            throw new IllegalArgumentException(
                    "step is at least 0 and keep at least 1, got " + step + ", " + keep);
        }
        Path target = folder.resolve("step-%08d".formatted(step));
        AtomicFolder.write(target, IfExists.REPLACE, inside -> RunStep.fill(inside, state));
        for (RunStep old : steps().stream().skip(keep).filter(s -> s.step() < step).toList()) {
            remove(old);
        }
        return new RunStep(step, target);
    }

    private static void remove(RunStep step) {
        try {
            AtomicFolder.remove(step.folder());
        } catch (IOException e) {
            throw new CheckpointError(
                    "remove an old step",
                    step.folder(),
                    e.toString(),
                    "the right to",
                    "check the rights",
                    e);
        }
    }

    /** The latest whole checkpoint. */
    public Optional<RunStep> latest() {
        return steps().stream().findFirst();
    }

    /** All whole checkpoints, latest first; half ones are passed over. */
    public List<RunStep> steps() {
        return list().stream()
                .flatMap(path -> step(path).stream())
                .filter(RunStep::isComplete)
                .sorted(Comparator.comparingLong(RunStep::step).reversed())
                .toList();
    }

    private static Optional<RunStep> step(Path path) {
        Matcher name = STEP.matcher(path.getFileName().toString());
        return name.matches()
                ? Optional.of(new RunStep(Long.parseLong(name.group(1)), path))
                : Optional.empty();
    }

    private List<Path> list() {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static CheckpointError unreadable(Path path, IOException e) {
        return new CheckpointError(
                "read", path, e.toString(), "a readable run", "check the path and rights", e);
    }
}
