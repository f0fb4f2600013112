package io.fovea.cli;

import io.fovea.checkpoint.Provenance;
import io.fovea.checkpoint.RunDirectory;
import io.fovea.config.StrictJson;
import io.fovea.train.Recipe;
import io.fovea.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fovea train RECIPE}: runs a recipe, or goes on with a run. */
@Command(name = "train", description = "Train a model by a recipe.", mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RECIPE", description = "recipe (JSON)")
    private Path recipe = Path.of("recipe.json");

    @Option(names = "--runs", description = "where runs are kept (default: ${DEFAULT-VALUE})")
    private Path runs = Path.of("runs");

    @Option(names = "--resume", description = "go on from the latest checkpoint of the run")
    private boolean resume;

    @Override
    public Integer call() throws Exception {
        Recipe parsed = StrictJson.read(recipe, Recipe.class);
        Path folder = runs.resolve(parsed.name());
        String text = Files.readString(recipe);
        RunDirectory run = resume
                ? RunDirectory.resume(folder)
                : RunDirectory.create(folder, text, Provenance.now(text, "unknown", parsed.seed(), Map.of()));
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch finished = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.set(true);
            try {
                finished.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        try {
            Optional<Path> model = new Trainer(
                            run,
                            (step, total, stage, line) -> {
                                if (!line.isEmpty()) {
                                    System.out.println(step + "/" + total + " " + stage + " " + line);
                                }
                            },
                            stop::get)
                    .train();
            model.ifPresent(path -> System.out.println("model: " + path));
        } finally {
            finished.countDown();
        }
        return 0;
    }
}
