package io.fovea.hub;

import static io.fovea.hub.Pulls.MODEL;
import static io.fovea.hub.Pulls.WEIGHTS;
import static io.fovea.hub.Pulls.blobs;
import static io.fovea.hub.Pulls.part;
import static io.fovea.hub.Pulls.pull;
import static io.fovea.hub.Pulls.ranges;
import static io.fovea.hub.Pulls.settings;
import static io.fovea.hub.Pulls.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.testkit.FakeHub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Whatever a server or a disk does: the right bytes, or words that say what to do. */
@Timeout(60)
class HubTroubleTest {

    @TempDir Path cache;
    private FakeHub hub;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void refused(String... words) {
        assertThatThrownBy(() -> pull(hub, cache))
                .isInstanceOf(HubError.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hf_secret"));
    }

    private void nothingHasAName() throws IOException {
        assertThat(Pulls.names(cache))
                .as("nothing stands under a final name")
                .noneMatch(name -> name.contains("refs") || name.contains(WEIGHTS));
    }

    @Test
    void cutConnectionsAreGoneOnWith() throws IOException {
        byte[] weights = small(hub, 400_000);
        hub.trouble(
                WEIGHTS, FakeHub.cutAfter(100_000), FakeHub.cutAfter(0), FakeHub.cutAfter(150_000));
        assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        List<Integer> starts =
                ranges(hub).stream()
                        .map(
                                range ->
                                        range.isEmpty()
                                                ? 0
                                                : Integer.parseInt(range.replaceAll("\\D", "")))
                        .toList();
        assertThat(starts).hasSize(4).isSorted();
        assertThat(starts.getFirst()).isZero();
        assertThat(starts.getLast()).isBetween(1, 250_000);
    }

    @Test
    void connectionsThatAreCutForeverAreGivenUp() throws IOException {
        byte[] weights = small(hub, 400_000);
        for (int i = 0; i < 4; i++) {
            hub.trouble(WEIGHTS, FakeHub.cutAfter(10_000));
        }
        refused(WEIGHTS, "gave up after 4 attempts", "what was fetched is kept");
        nothingHasAName();
        assertThat(Files.size(part(cache, weights))).isBetween(1L, 40_000L);
        assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void aServerThatIgnoresRangesStartsTheFileOver() throws IOException {
        byte[] weights = small(hub, 50_000);
        hub.trouble(WEIGHTS, FakeHub.cutAfter(20_000), FakeHub.rangeIgnored());
        assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(ranges(hub)).hasSize(2);
    }

    @Test
    void aRangeOtherThanAskedForIsNotTaken() throws IOException {
        byte[] weights = small(hub, 50_000);
        Files.createDirectories(blobs(cache));
        Files.write(part(cache, weights), Arrays.copyOf(weights, 20_000));
        hub.trouble(
                WEIGHTS,
                (exchange, content) -> {
                    exchange.getResponseHeaders().set("Content-Range", "bytes 0-49999/50000");
                    exchange.sendResponseHeaders(206, content.length);
                    exchange.getResponseBody().write(content);
                });
        assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        Files.write(part(cache, weights), Arrays.copyOf(weights, 20_000));
        Files.delete(blobs(cache).resolve(FakeHub.sha256(weights)));
        hub.trouble(WEIGHTS, FakeHub.status(416));
        assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void wrongBytesAreThrownAwayAndSaid() throws IOException {
        byte[] weights = small(hub, 50_000);
        byte[] wrong = weights.clone();
        wrong[30_000] ^= 1;
        hub.trouble(WEIGHTS, FakeHub.instead(wrong));
        refused(WEIGHTS, FakeHub.sha256(wrong), FakeHub.sha256(weights), "thrown away");
        nothingHasAName();
        assertThat(part(cache, weights)).doesNotExist();
        cache = cache.resolve("another");
        hub.trouble("config.json", FakeHub.instead(new byte[19]));
        refused("config.json", "thrown away");
        assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void moreBytesThanListedAreThrownAway() throws IOException {
        byte[] weights = small(hub, 50_000);
        hub.trouble(WEIGHTS, FakeHub.instead(Arrays.copyOf(weights, 50_001)));
        refused(WEIGHTS, "more than the 50000 bytes");
        assertThat(part(cache, weights)).doesNotExist();
        nothingHasAName();
    }

    @Test
    void aWrongBeginningOfOthersIsFetchedAnew() throws IOException {
        byte[] weights = small(hub, 50_000);
        Files.createDirectories(blobs(cache));
        for (int size : new int[] {20_000, 50_000, 60_000}) {
            Files.write(part(cache, weights), new byte[size]);
            Files.deleteIfExists(blobs(cache).resolve(FakeHub.sha256(weights)));
            assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        }
    }

    @Test
    void aSilentServerIsLeftAndAskedAgain() throws IOException {
        byte[] weights = small(hub, 50_000);
        hub.trouble(WEIGHTS, FakeHub.silentAfter(20_000, 20_000));
        long start = System.nanoTime();
        Pulled pulled =
                new Hub(settings(hub, cache, Duration.ofMillis(400)))
                        .pull(MODEL, PullListener.SILENT);
        assertThat(pulled.folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aBusyServerIsGivenTheTimeItAsksFor() {
        small(hub, 10);
        hub.trouble("listing", FakeHub.status(503));
        hub.trouble(WEIGHTS, FakeHub.status(429, "Retry-After", "1"));
        long start = System.nanoTime();
        pull(hub, cache);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(950));
    }

    @Test
    void aServerThatAsksForTooMuchTimeIsNotWaitedFor() {
        small(hub, 10);
        hub.trouble("listing", FakeHub.status(429, "Retry-After", "86400"));
        refused("429", "86400 seconds");
        String date = "Wed, 21 Oct 2099 07:28:00 GMT";
        hub.trouble("listing", FakeHub.status(503, "Retry-After", date));
        refused("503", "asks to wait");
        hub.trouble("listing", FakeHub.status(429, "RateLimit", "\"api\";r=0;t=777"));
        refused("429", "777 seconds");
        for (int i = 0; i < 4; i++) {
            hub.trouble("listing", FakeHub.status(500));
        }
        refused("gave up after 4 attempts", "500");
        hub.close();
        refused("gave up after 4 attempts", "no connection", "HF_ENDPOINT");
    }

    @Test
    void aRefusalSaysHowToGetIn() throws IOException {
        small(hub, 10);
        String[] gated = {"X-Error-Code", "GatedRepo", "X-Error-Message", "Access is restricted"};
        hub.trouble(WEIGHTS, FakeHub.status(403, gated));
        refused("access is restricted", "accept its terms at", "HF_TOKEN", "/home/of/token");
        cache = cache.resolve("second");
        hub.trouble("config.json", FakeHub.status(401, gated));
        refused("config.json", "'Access is restricted'");
        hub.trouble("listing", FakeHub.status(401, "X-Error-Code", "RepoNotFound"));
        refused("there is no model some-org/Some_model-1.5", "private", "HF_TOKEN");
        hub.trouble("listing", FakeHub.status(404, "X-Error-Code", "RepoNotFound"));
        refused("there is no model", hub.endpoint().toString(), "check the name");
        hub.trouble("listing", FakeHub.status(404, "X-Error-Code", "RevisionNotFound"));
        refused("has no revision 'main'");
        cache = cache.resolve("third");
        hub.trouble("config.json", FakeHub.status(404, "X-Error-Code", "EntryNotFound"));
        refused("config.json: the server lists this file");
        hub.trouble("listing", FakeHub.status(410));
        refused("answered 410");
        nothingHasAName();
    }

    @Test
    void namesThatLeaveTheFolderAreRefusedBeforeAnythingIsWritten() {
        for (String name :
                List.of(
                        "../config.json",
                        "/etc/config.json",
                        "a/../../config.json",
                        "..\\config.json",
                        "C:config.json",
                        "a//config.json",
                        "./config.json",
                        "a\nconfig.json",
                        "..",
                        "")) {
            small(hub, 10);
            hub.files.put(name, new byte[1]);
            refused("names that stay inside the model's folder");
            hub.files.remove(name);
        }
        assertThat(cache).isEmptyDirectory();
        hub.trouble("listing", FakeHub.instead("{\"sha\": \"../../x\"}".getBytes()));
        refused("no commit and list of files");
        hub.trouble("listing", FakeHub.instead("<html>".getBytes()));
        refused("no JSON");
    }

    @Test
    void redirectsToOtherThanTheWebAreNotFollowed() {
        small(hub, 10);
        hub.trouble("config.json", FakeHub.status(302, "Location", "file:///etc/passwd"));
        refused("redirects to 'file:///etc/passwd'");
        for (int i = 0; i < 20; i++) {
            hub.trouble("config.json", FakeHub.status(307, "Location", "config.json"));
        }
        refused("redirects more than 10 times");
    }

    @Test
    void picklesAloneAreRefusedWithAWayOut() {
        hub.files.put("config.json", new byte[2]);
        hub.files.put("pytorch_model.bin", new byte[9]);
        refused("only as pickles", "pytorch_model.bin", "refs/pr/N", "safe_serialization=True");
        hub.files.remove("pytorch_model.bin");
        hub.files.put("model.gguf", new byte[9]);
        refused("no safetensors", "model.gguf");
        hub.files.put("unet/model.safetensors", new byte[9]);
        refused("subfolders (unet/model.safetensors)");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsSaid() throws IOException {
        byte[] weights = small(hub, 50_000);
        Files.createDirectories(blobs(cache));
        Files.createSymbolicLink(part(cache, weights), Path.of("/dev/full"));
        refused(WEIGHTS, "No space left on device", "make room");
        nothingHasAName();
    }

    @Test
    void anInterruptedPullKeepsWhatCame() throws Exception {
        byte[] weights = small(hub, 400_000);
        hub.trouble(WEIGHTS, FakeHub.silentAfter(100_000, 30_000));
        CountDownLatch came = new CountDownLatch(1);
        AtomicReference<Throwable> problem = new AtomicReference<>();
        PullListener listener =
                new PullListener() {
                    private long bytes;

                    @Override
                    public synchronized void advanced(long more) {
                        bytes += more;
                        if (bytes > 90_000) {
                            came.countDown();
                        }
                    }
                };
        Thread puller =
                Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, e) -> problem.set(e))
                        .start(() -> new Hub(settings(hub, cache)).pull(MODEL, listener));
        assertThat(came.await(30, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> pull(hub, cache))
                .as("one pull of a model at a time")
                .hasMessageContaining("another pull");
        puller.interrupt();
        puller.join(20_000);
        assertThat(puller.isAlive()).isFalse();
        assertThat(problem.get())
                .isInstanceOf(HubError.class)
                .hasMessageContaining("interrupted; what was fetched is kept");
        nothingHasAName();
        assertThat(Files.size(part(cache, weights))).isBetween(90_000L, 100_000L);
        assertThat(pull(hub, cache).folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(ranges(hub).getLast()).startsWith("bytes=");
    }
}
