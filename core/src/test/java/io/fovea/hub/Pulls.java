package io.fovea.hub;

import io.fovea.testkit.FakeHub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What the tests of this package share. */
final class Pulls {

    static final PullRequest MODEL = PullRequest.of(ModelName.parse(FakeHub.MODEL));
    static final String WEIGHTS = "model.safetensors";

    private static final Patience SHORT =
            new Patience(
                    4,
                    Duration.ofMillis(2),
                    Duration.ofMillis(10),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));

    private Pulls() {}

    static HubSettings settings(FakeHub hub, Path cache) {
        return settings(hub, cache, SHORT.stall());
    }

    static HubSettings settings(FakeHub hub, Path cache, Duration stall) {
        Patience patience =
                new Patience(
                        SHORT.attempts(),
                        SHORT.firstPause(),
                        SHORT.longestPause(),
                        SHORT.longestWait(),
                        stall);
        Path token = Path.of("/home/of/token");
        return new HubSettings(
                hub.endpoint(), "hf_secret", token, cache, false, patience, Proxies.NONE);
    }

    static Pulled pull(FakeHub hub, Path cache) {
        return new Hub(settings(hub, cache)).pull(MODEL, PullListener.SILENT);
    }

    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A model of two files. */
    static byte[] small(FakeHub hub, int weightBytes) {
        byte[] weights = bytes(weightBytes, 5);
        hub.files.put("config.json", "{\"model_type\": \"x\"}".getBytes(StandardCharsets.UTF_8));
        hub.files.put(WEIGHTS, weights);
        return weights;
    }

    static Path blobs(Path cache) {
        return cache.resolve("models--some-org--Some_model-1.5/blobs");
    }

    static Path part(Path cache, byte[] content) {
        return blobs(cache).resolve(FakeHub.sha256(content) + ".incomplete");
    }

    /** Ranges of the requests for the weights' content, in order; empty texts where none. */
    static List<String> ranges(FakeHub hub) {
        return hub.seen.stream()
                .filter(seen -> seen.role().equals("storage"))
                .map(FakeHub.Seen::range)
                .toList();
    }

    /** All files and links below a folder, relative to it, sorted. */
    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> !Files.isDirectory(path))
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
