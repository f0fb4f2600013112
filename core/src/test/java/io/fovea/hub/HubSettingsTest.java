package io.fovea.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The environment means to us what it means to Python tools. */
class HubSettingsTest {

    @TempDir Path home;

    @Test
    void anEmptyEnvironmentMeansTheUsualPlaces() {
        HubSettings settings = HubSettings.of(Map.of("HF_TOKEN", " "), home);
        assertThat(settings.endpoint()).hasToString("https://huggingface.co");
        assertThat(settings.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(settings.tokenFile()).isEqualTo(home.resolve(".cache/huggingface/token"));
        assertThat(settings.token()).isNull();
        assertThat(settings.offline()).isFalse();
    }

    @Test
    void foldersGoFromTheNearestVariable() {
        Map<String, String> all =
                Map.of(
                        "XDG_CACHE_HOME", "/x",
                        "HF_HOME", "~/h",
                        "HF_HUB_CACHE", "/c",
                        "HUGGINGFACE_HUB_CACHE", "/old");
        assertThat(HubSettings.of(all, home).cache()).isEqualTo(Path.of("/c"));
        assertThat(HubSettings.of(all, home).tokenFile()).isEqualTo(home.resolve("h/token"));
        assertThat(HubSettings.of(Map.of("HUGGINGFACE_HUB_CACHE", "/old"), home).cache())
                .isEqualTo(Path.of("/old"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x"), home).cache())
                .isEqualTo(Path.of("/x/huggingface/hub"));
    }

    @Test
    void theTokenComesFromTheVariableThenTheFile() throws IOException {
        Path file = home.resolve(".cache/huggingface/token");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "hf_file\n");
        assertThat(HubSettings.of(Map.of(), home).token()).isEqualTo("hf_file");
        assertThat(HubSettings.of(Map.of("HF_TOKEN", "hf_one"), home).token()).isEqualTo("hf_one");
        Path other = Files.writeString(home.resolve("other"), "hf_other");
        assertThat(HubSettings.of(Map.of("HF_TOKEN_PATH", other.toString()), home).token())
                .isEqualTo("hf_other");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_TOKEN", "hf_a\nX-Evil: 1"), home))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_a");
    }

    @Test
    void endpointsAreAddresses() {
        assertThat(HubSettings.of(Map.of("HF_ENDPOINT", "https://hub.example/"), home).endpoint())
                .hasToString("https://hub.example");
        for (String wrong : List.of("mirror", "ftp://mirror", "https://", "a b")) {
            assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", wrong), home))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("HF_ENDPOINT");
        }
        for (String yes : List.of("1", "ON", "True", "yes")) {
            assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", yes), home).offline()).isTrue();
        }
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", "0"), home).offline()).isFalse();
    }

    @Test
    void namesAndRevisionsAreSafeInAddressesAndPaths() {
        assertThat(ModelName.parse("llava-hf/llava-1.5_7b").folder())
                .isEqualTo("models--llava-hf--llava-1.5_7b");
        for (String wrong :
                List.of(
                        "",
                        "a",
                        "a/",
                        "/a",
                        "a/b/c",
                        "../b",
                        "a/..",
                        "a/b..c",
                        "a/b--c",
                        "a\\b/c",
                        "-a/b",
                        "a/b.",
                        "a b/c",
                        "a/" + "x".repeat(97),
                        "a/b?c",
                        "\u00e9/b")) {
            assertThat(ModelName.find(wrong)).as(wrong).isEmpty();
            assertThatThrownBy(() -> ModelName.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ORG/NAME");
        }
        assertThat(new Revision("refs/pr/3").isCommit()).isFalse();
        assertThat(new Revision("a".repeat(40)).isCommit()).isTrue();
        for (String wrong : List.of("", "../x", "a/../b", "/a", "a/", "a//b", "a b", "-x", ".a")) {
            assertThatThrownBy(() -> new Revision(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void pausesGrowAndStayBounded() {
        Patience usual = Patience.USUAL;
        assertThat(usual.pause(1, 1)).hasMillis(1000);
        assertThat(usual.pause(1, 0)).hasMillis(500);
        assertThat(usual.pause(4, 1)).hasMillis(8000);
        assertThat(usual.pause(1000, 1)).hasMillis(30_000);
    }
}
