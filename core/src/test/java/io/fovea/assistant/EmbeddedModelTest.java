package io.fovea.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.geometry.Canvas;
import io.fovea.testkit.TinyModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

class EmbeddedModelTest {

    private static final String ROOT = "io/fovea/mini/";

    @TempDir private Path folder = Path.of("");

    private Path jar(List<String> files) throws IOException {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 5);
        Path jar = folder.resolve("mini-" + files.size() + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String file : files) {
                out.putNextEntry(new ZipEntry(ROOT + file));
                Files.copy(model.resolve(file), out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private static URLClassLoader loader(Path entry) throws IOException {
        return new URLClassLoader(new URL[] {entry.toUri().toURL()}, null);
    }

    @Test
    void aJarIsUnpackedOnceAndOpens() throws IOException {
        Path jar = jar(List.of("config.json", "tokenizer.json", "fovea.json", "model.safetensors"));
        Path cache = folder.resolve("cache");
        try (URLClassLoader loader = loader(jar)) {
            Path unpacked = EmbeddedModel.folder(loader, ROOT, cache);
            assertThat(unpacked.getParent()).isEqualTo(cache);
            var written = Files.getLastModifiedTime(unpacked.resolve("model.safetensors"));
            assertThat(EmbeddedModel.folder(loader, ROOT, cache)).isEqualTo(unpacked);
            assertThat(Files.getLastModifiedTime(unpacked.resolve("model.safetensors")))
                    .isEqualTo(written);
            Files.writeString(unpacked.resolve("model.safetensors"), "cut");
            assertThat(EmbeddedModel.folder(loader, ROOT, cache)).isEqualTo(unpacked);
            try (Assistant assistant =
                    Assistant.open(AssistantConfig.of(unpacked).withThreads(1))) {
                assertThat(
                                assistant
                                        .describe(AssistantTest.picture(new Canvas(9, 9), 1), null)
                                        .usage()
                                        .promptTokens())
                        .isPositive();
            }
            try (Stream<Path> left = Files.list(cache)) {
                assertThat(left).containsExactly(unpacked);
            }
        }
    }

    @Test
    void aFolderOnTheClassPathIsOpenedStraight() throws IOException {
        Path model = TinyModels.folder(folder, TinyModels.Size.TINY, 5);
        Path home = folder.resolve("classes").resolve(ROOT);
        Files.createDirectories(home.getParent());
        Files.move(model, home);
        try (URLClassLoader loader = loader(folder.resolve("classes"))) {
            assertThat(EmbeddedModel.folder(loader, ROOT, folder.resolve("cache"))).isEqualTo(home);
            assertThat(folder.resolve("cache")).doesNotExist();
        }
    }

    @Test
    void aModelThatIsNotThereOrNotWholeIsNamed() throws IOException {
        Path cache = folder.resolve("cache");
        try (URLClassLoader loader = loader(folder)) {
            assertThatThrownBy(() -> EmbeddedModel.folder(loader, ROOT, cache))
                    .isInstanceOf(AssistantError.class)
                    .hasMessageContaining("fovea-mini")
                    .hasMessageContaining("class path");
        }
        try (URLClassLoader loader =
                loader(jar(List.of("config.json", "fovea.json", "model.safetensors")))) {
            assertThatThrownBy(() -> EmbeddedModel.folder(loader, ROOT, cache))
                    .isInstanceOf(AssistantError.class)
                    .hasMessageContaining("tokenizer.json");
            assertThat(cache).doesNotExist();
        }
    }
}
