package io.fovea.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model by its folder or by its name on the Hub. */
class LocalModelsTest {

    @TempDir Path cache;

    @Test
    void folderOrPulledNameOrWordsThatSayToPull() throws IOException {
        String commit = "a".repeat(40);
        Path model = cache.resolve("models--org--name");
        Path snapshot = Files.createDirectories(model.resolve("snapshots").resolve(commit));
        Path references = Files.createDirectories(model.resolve("refs/refs/pr"));
        Files.writeString(references.resolve("7"), commit);
        LocalModels models = new LocalModels(new HubCache(cache));
        assertThat(models.find(Path.of("org/name@refs/pr/7"))).isEqualTo(snapshot);
        assertThat(models.find(Path.of("org/name@" + commit))).isEqualTo(snapshot);
        assertThat(models.find(cache)).isEqualTo(cache);
        assertThat(models.find(Path.of("no/such/folder"))).isEqualTo(Path.of("no/such/folder"));
        assertThatThrownBy(() -> models.find(Path.of("org/name")))
                .isInstanceOf(HubError.class)
                .hasMessageContaining("pulled are org/name@refs/pr/7")
                .hasMessageEndingWith("fovea pull org/name");
        assertThatThrownBy(() -> models.find(Path.of("org/other@v1")))
                .hasMessageEndingWith("fovea pull org/other --revision v1");
        Files.writeString(model.resolve("refs/main"), commit);
        assertThat(models.find(Path.of("org/name"))).isEqualTo(snapshot);
    }
}
