package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;
import io.fovea.testkit.ChildJvm;
import io.fovea.testkit.FakeHub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** {@code fovea pull} as a process with an environment of its own. */
class PullCommandTest {

    @TempDir Path folder;

    private Process start(FakeHub hub, Path output, String... arguments) throws Exception {
        return ChildJvm.start(
                output,
                Map.of(
                        "HF_ENDPOINT", hub.endpoint().toString(),
                        "HF_HOME", folder.resolve("home").toString(),
                        "HF_TOKEN", "hf_secret"),
                List.of("-XX:TieredStopAtLevel=1"),
                Main.class,
                arguments);
    }

    @Test
    void commandLinesThatCannotWorkAreRefused() {
        assertThat(Ran.of("pull").code()).isEqualTo(ExitCodes.USAGE);
        for (String wrong : List.of("name", "../x", "a/b/c")) {
            Ran ran = Ran.of("pull", wrong);
            assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
            assertThat(ran.err()).contains("ORG/NAME");
        }
        assertThat(Ran.of("pull", "a/b", "--revision", "../x").err()).contains("a revision");
        Ran absent = Ran.of("inspect", "no-such-org/no-such-model");
        assertThat(absent.code()).isEqualTo(ExitCodes.FAILURE);
        assertThat(absent.err()).contains("fovea pull no-such-org/no-such-model");
    }

    @Test
    @Timeout(120)
    void anEndedPullGoesOnAndTheModelIsFoundByItsName() throws Exception {
        byte[] weights = new byte[300_000];
        new Random(1).nextBytes(weights);
        Path output = folder.resolve("output");
        Path model = folder.resolve("home/hub/models--some-org--Some_model-1.5");
        Path part = model.resolve("blobs/" + FakeHub.sha256(weights) + ".incomplete");
        try (FakeHub hub = new FakeHub()) {
            hub.files.put("config.json", "{}".getBytes(StandardCharsets.UTF_8));
            hub.files.put("model.safetensors", weights);
            hub.trouble("model.safetensors", FakeHub.silentAfter(100_000, 60_000));
            Process cut = start(hub, output, "pull", FakeHub.MODEL);
            while (!Files.exists(part) || Files.size(part) < 100_000) {
                assertThat(cut.isAlive()).as(Files.readString(output)).isTrue();
                Thread.sleep(20);
            }
            cut.destroy();
            assertThat(cut.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(cut.exitValue()).isEqualTo(143);
            assertThat(output).content().contains("interrupted; what was fetched is kept");
            assertThat(model.resolve("refs")).doesNotExist();
            assertThat(model.resolve("snapshots").resolve(FakeHub.COMMIT))
                    .isDirectoryNotContaining("glob:model*");

            Process again = start(hub, output, "pull", FakeHub.MODEL, "--json");
            assertThat(again.waitFor()).as(Files.readString(output)).isZero();
            String text = Files.readString(output);
            JsonNode json = StrictJson.tree(text.substring(text.indexOf('{')), "output");
            Path snapshot = model.resolve("snapshots").resolve(FakeHub.COMMIT);
            assertThat(json.path("folder").asText()).isEqualTo(snapshot.toString());
            assertThat(json.path("commit").asText()).isEqualTo(FakeHub.COMMIT);
            assertThat(json.path("files")).hasSize(2);
            assertThat(json.path("bytes").asLong()).isEqualTo(300_002);
            assertThat(snapshot.resolve("model.safetensors")).hasBinaryContent(weights);
            assertThat(hub.seen.getLast().range()).isEqualTo("bytes=100000-");
            assertThat(text).doesNotContain("hf_secret");
        }
    }
}
