package io.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How the launcher finds its JDK, with folders that only look like JDKs. */
class LauncherTest {

    @TempDir Path folder;

    private record Found(int code, String out, String err) {}

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        for (String program : new String[] {"java", "javac"}) {
            Path file =
                    Files.writeString(
                            home.resolve("bin").resolve(program),
                            "#!/bin/sh\necho 'version \"" + version + ".0.1\"' >&2\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + ".0.1\"\n");
        return home;
    }

    private Found find(Map<String, String> environment) throws IOException, InterruptedException {
        Path script = Path.of("..", "scripts", "jdk25.sh").toAbsolutePath().normalize();
        assertThat(script).exists();
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", script.toString());
        builder.environment().remove("JAVA_HOME");
        builder.environment()
                .putAll(
                        Map.of(
                                "FOVEA_JDK_FOLDERS",
                                folder.resolve("none").toString(),
                                "PATH",
                                "/usr/bin:/bin"));
        builder.environment().putAll(environment);
        Path err = folder.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Found(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void takesJavaHomeWhereItIsA25() throws Exception {
        Path home = jdk("my jdk", "25");
        Found found = find(Map.of("JAVA_HOME", home.toString()));
        assertThat(found).isEqualTo(new Found(0, home.toString(), ""));
    }

    @Test
    void passesOverAnOlderJavaHomeForTheOneOnThePath() throws Exception {
        Path old = jdk("old", "17");
        Path home = jdk("new", "25");
        Found found =
                find(
                        Map.of(
                                "JAVA_HOME",
                                old.toString(),
                                "PATH",
                                home.resolve("bin") + ":/usr/bin:/bin"));
        assertThat(found.out()).isEqualTo(home.toRealPath().toString());
    }

    @Test
    void looksIntoTheUsualFolders() throws Exception {
        Path usual = Files.createDirectories(folder.resolve("usual"));
        jdk("usual/jdk-21", "21");
        jdk("usual/mac-25/Contents/Home", "25");
        Found found = find(Map.of("FOVEA_JDK_FOLDERS", usual.toString()));
        assertThat(found.out()).isEqualTo(usual.resolve("mac-25/Contents/Home").toString());
    }

    @Test
    void asksJavaItselfWhereThereIsNoReleaseFile() throws Exception {
        Path home = jdk("bare", "25");
        Files.delete(home.resolve("release"));
        assertThat(find(Map.of("JAVA_HOME", home.toString())).out()).isEqualTo(home.toString());
    }

    @Test
    void saysWhatItFoundAndHowToGetOne() throws Exception {
        Path usual = Files.createDirectories(folder.resolve("usual"));
        jdk("usual/jdk-21", "21");
        Found found =
                find(Map.of("FOVEA_JDK_FOLDERS", usual.toString(), "JAVA_HOME", "/no/such/folder"));
        assertThat(found.code()).isEqualTo(1);
        assertThat(found.out()).isEmpty();
        assertThat(found.err())
                .contains(
                        "a JDK 25 is needed", "Java 21 in " + usual.resolve("jdk-21"), "JAVA_HOME");
    }
}
