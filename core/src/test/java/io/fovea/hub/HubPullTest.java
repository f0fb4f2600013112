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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Models come whole, once, into the layout that other tools know. */
@Timeout(60)
class HubPullTest {

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

    @Test
    void aModelComesInTheLayoutThatOtherToolsKnow() throws IOException {
        byte[] weights = small(hub, 300_000);
        hub.files.put("chat_template.jinja", "{{ x }}".getBytes(StandardCharsets.UTF_8));
        hub.files.put("additional_chat_templates/tool use.jinja", "t".getBytes());
        hub.files.put("tokenizer.json", new byte[0]);
        for (String other :
                List.of("pytorch_model.bin", "README.md", "onnx/model.onnx", "x.gguf", "a.py")) {
            hub.files.put(other, new byte[9]);
        }
        Pulled pulled = pull(hub, cache);
        Path model = cache.resolve("models--some-org--Some_model-1.5");
        assertThat(pulled.folder()).isEqualTo(model.resolve("snapshots/" + FakeHub.COMMIT));
        assertThat(Pulls.names(pulled.folder()))
                .containsExactly(
                        "additional_chat_templates/tool use.jinja",
                        "chat_template.jinja",
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json");
        assertThat(model.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(Files.readSymbolicLink(pulled.folder().resolve(WEIGHTS)))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.sha256(weights)));
        String config = FakeHub.gitSha1(hub.files.get("config.json"));
        assertThat(Files.readSymbolicLink(pulled.folder().resolve("config.json")))
                .isEqualTo(Path.of("../../blobs/" + config));
        assertThat(
                        Files.readSymbolicLink(
                                pulled.folder()
                                        .resolve("additional_chat_templates/tool use.jinja")))
                .isEqualTo(Path.of("../../../blobs/" + FakeHub.gitSha1("t".getBytes())));
        assertThat(pulled.folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(pulled.commit()).isEqualTo(FakeHub.COMMIT);
        assertThat(pulled.files()).hasSize(5);
        assertThat(pulled.bytes()).isEqualTo(pulled.fetchedBytes()).isGreaterThan(300_000);
        assertThat(Pulls.names(blobs(cache))).hasSize(5).noneMatch(n -> n.endsWith("incomplete"));
        assertThat(new HubCache(cache).find(MODEL.model(), Revision.MAIN))
                .contains(pulled.folder());
    }

    @Test
    void theTokenIsShownToTheHubAndToNobodyElse() {
        small(hub, 100);
        pull(hub, cache);
        assertThat(hub.seen)
                .filteredOn(seen -> seen.role().equals("hub"))
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.token()).isEqualTo("Bearer hf_secret"));
        assertThat(hub.seen)
                .filteredOn(seen -> seen.role().equals("storage"))
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.token()).isEmpty());
        assertThat(settings(hub, cache).toString()).doesNotContain("hf_secret");
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws IOException {
        byte[] weights = small(hub, 1000);
        Pulled first = pull(hub, cache);
        hub.seen.clear();
        Pulled again = pull(hub, cache);
        assertThat(hub.seen).as("only the listing was asked for").hasSize(1);
        assertThat(again.folder()).isEqualTo(first.folder());
        assertThat(again.fetchedBytes()).isZero();
        Files.delete(first.folder().resolve(WEIGHTS));
        hub.seen.clear();
        pull(hub, cache);
        assertThat(hub.seen).as("the blob is still there").hasSize(1);
        Files.write(blobs(cache).resolve(FakeHub.sha256(weights)), new byte[3]);
        pull(hub, cache);
        assertThat(first.folder().resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void whatOtherToolsLeftUnfinishedIsGoneOnWith() throws IOException {
        byte[] weights = small(hub, 50_000);
        Files.createDirectories(blobs(cache));
        Files.write(part(cache, weights), Arrays.copyOf(weights, 20_000));
        AtomicLong planned = new AtomicLong();
        AtomicLong advanced = new AtomicLong();
        PullListener listener =
                new PullListener() {
                    @Override
                    public void planned(int files, long bytes) {
                        planned.set(bytes);
                    }

                    @Override
                    public void advanced(long bytes) {
                        advanced.addAndGet(bytes);
                    }
                };
        Pulled pulled = new Hub(settings(hub, cache)).pull(MODEL, listener);
        assertThat(ranges(hub)).containsExactly("bytes=20000-");
        assertThat(pulled.folder().resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(planned.get())
                .isEqualTo(30_000 + hub.files.get("config.json").length)
                .isEqualTo(advanced.get());
    }

    @Test
    void shardsComeWithTheirIndexAndWithoutTheirDoubles() throws IOException {
        small(hub, 10);
        byte[] single = hub.files.remove(WEIGHTS);
        hub.files.put("model-00001-of-00002.safetensors", Pulls.bytes(70, 1));
        hub.files.put("model-00002-of-00002.safetensors", Pulls.bytes(70, 2));
        hub.files.put("consolidated.safetensors", single);
        hub.files.put("unet/model.safetensors", single);
        String index =
                """
                {"weight_map": {"a": "model-00001-of-00002.safetensors",
                                "b": "model-00002-of-00002.safetensors"}}
                """;
        hub.files.put("model.safetensors.index.json", index.getBytes(StandardCharsets.UTF_8));
        assertThat(Pulls.names(pull(hub, cache).folder()))
                .containsExactly(
                        "config.json",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors",
                        "model.safetensors.index.json");
        hub.files.remove("model-00002-of-00002.safetensors");
        assertThatThrownBy(() -> pull(hub, cache.resolve("other")))
                .hasMessageContaining("shards are missing")
                .hasMessageContaining("model-00002-of-00002");
    }

    @Test
    void atMostFourFilesComeSideBySide() {
        small(hub, 10);
        AtomicInteger active = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
            String file = name + "_config.json";
            hub.files.put(file, ("{\"" + name + "\": 1}").getBytes(StandardCharsets.UTF_8));
            hub.trouble(
                    file,
                    (exchange, content) -> {
                        most.accumulateAndGet(active.incrementAndGet(), Math::max);
                        four.countDown();
                        await(four);
                        FakeHub.sleep(20);
                        active.decrementAndGet();
                        FakeHub.rangeIgnored().answer(exchange, content);
                    });
        }
        assertThat(pull(hub, cache).files()).hasSize(9);
        assertThat(most.get()).isEqualTo(4);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void filesOfOneContentAreFetchedOnce() throws IOException {
        small(hub, 10);
        hub.files.put("generation_config.json", hub.files.get("config.json"));
        Pulled pulled = pull(hub, cache);
        assertThat(pulled.folder().resolve("generation_config.json"))
                .hasBinaryContent(hub.files.get("config.json"));
        assertThat(hub.seen).hasSize(1 + 1 + 2);
    }

    @Test
    void whereNoLinksCanBeMadeFilesStandThemselves() throws IOException {
        byte[] weights = small(hub, 1000);
        Hub plain =
                new Hub(
                        settings(hub, cache),
                        (link, target) -> {
                            throw new UnsupportedOperationException("no links on this file system");
                        });
        Path folder = plain.pull(MODEL, PullListener.SILENT).folder();
        assertThat(Files.isSymbolicLink(folder.resolve(WEIGHTS))).isFalse();
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(Pulls.names(blobs(cache))).as("nothing lies there twice").isEmpty();
        hub.seen.clear();
        plain.pull(MODEL, PullListener.SILENT);
        assertThat(hub.seen).hasSize(1);
    }

    @Test
    void aMirrorThatListsNamesOnlyIsAskedForEachFile() throws IOException {
        byte[] weights = small(hub, 5000);
        hub.listNamesOnly();
        Path folder = pull(hub, cache).folder();
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(Files.readSymbolicLink(folder.resolve(WEIGHTS)).getFileName())
                .hasToString(FakeHub.sha256(weights));
        assertThat(hub.seen).filteredOn(seen -> seen.method().equals("HEAD")).hasSize(2);
    }

    @Test
    void aFolderOfPlainFilesCanBeAskedFor(@TempDir Path other) throws IOException {
        byte[] weights = small(hub, 1000);
        Path to = other.resolve("new/model");
        PullRequest request = new PullRequest(MODEL.model(), Revision.MAIN, to);
        Hub here = new Hub(settings(hub, cache));
        here.pull(request, PullListener.SILENT);
        assertThat(Pulls.names(to)).containsExactly("config.json", WEIGHTS);
        assertThat(to.resolve(WEIGHTS)).isRegularFile().hasBinaryContent(weights);
        assertThat(cache).isEmptyDirectory();
        hub.seen.clear();
        here.pull(request, PullListener.SILENT);
        assertThat(hub.seen).hasSize(1);
        Files.writeString(to.resolve("config.json"), "mine");
        assertThatThrownBy(() -> here.pull(request, PullListener.SILENT))
                .isInstanceOf(HubError.class)
                .hasMessageContaining("other files by the names")
                .hasMessageContaining("config.json");
        assertThat(to.resolve("config.json")).hasContent("mine");
    }

    @Test
    void whatTheCacheHasGoesIntoAFolderWithoutANetwork(@TempDir Path other) throws IOException {
        byte[] weights = small(hub, 1000);
        Pulled pulled = pull(hub, cache);
        hub.seen.clear();
        Path online = other.resolve("online");
        new Hub(settings(hub, cache))
                .pull(new PullRequest(MODEL.model(), Revision.MAIN, online), PullListener.SILENT);
        assertThat(hub.seen).hasSize(1);
        assertThat(online.resolve(WEIGHTS)).hasBinaryContent(weights);
        hub.close();
        Hub offline = new Hub(settings(hub, cache).withoutNetwork());
        assertThat(offline.pull(MODEL, PullListener.SILENT).folder()).isEqualTo(pulled.folder());
        Path to = other.resolve("offline");
        PullRequest request = new PullRequest(MODEL.model(), new Revision(FakeHub.COMMIT), to);
        assertThat(offline.pull(request, PullListener.SILENT).files()).hasSize(2);
        assertThat(to.resolve(WEIGHTS)).isRegularFile().hasBinaryContent(weights);
        PullRequest absent = new PullRequest(MODEL.model(), new Revision("v2"), null);
        assertThatThrownBy(() -> offline.pull(absent, PullListener.SILENT))
                .isInstanceOf(HubError.class)
                .hasMessageContaining("'v2' is not in " + cache);
        Files.delete(pulled.folder().resolve(WEIGHTS));
        assertThatThrownBy(() -> offline.pull(MODEL, PullListener.SILENT))
                .isInstanceOf(HubError.class)
                .hasMessageContaining("no safetensors");
    }
}
