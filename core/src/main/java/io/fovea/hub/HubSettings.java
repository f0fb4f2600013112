package io.fovea.hub;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where the Hub and its cache are, and who asks. The environment's names are those that Python
 * tools follow: {@code HF_ENDPOINT}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH}, {@code HF_HOME},
 * {@code HF_HUB_CACHE}, {@code HUGGINGFACE_HUB_CACHE}, {@code XDG_CACHE_HOME}, {@code
 * HF_HUB_OFFLINE}, and those of {@link Proxies}.
 *
 * @param endpoint address of the Hub, without a slash at the end
 * @param token shown to the endpoint's host alone; null asks as a stranger
 * @param tokenFile where a token may be put, for messages
 * @param cache folder of pulled models
 * @param offline whether to use the cache alone
 * @param proxies ways out of this machine
 */
public record HubSettings(
        URI endpoint,
        @Nullable String token,
        Path tokenFile,
        Path cache,
        boolean offline,
        Patience patience,
        Proxies proxies) {

    private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

    public HubSettings {
        String scheme = String.valueOf(endpoint.getScheme());
        if (endpoint.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException(
                    "HF_ENDPOINT is '" + endpoint + "', expected an address such as https://host");
        }
        if (token != null && !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "the token holds characters that no token has; see HF_TOKEN and " + tokenFile);
        }
    }

    /**
     * Reads the settings.
     *
     * @param environment variables by name; empty ones count as absent
     * @param home the user's folder
     * @throws IllegalArgumentException when a variable makes no sense
     */
    public static HubSettings of(Map<String, String> environment, Path home) {
        Path caches = path(environment, List.of("XDG_CACHE_HOME"), home.resolve(".cache"), home);
        Path own = path(environment, List.of("HF_HOME"), caches.resolve("huggingface"), home);
        Path cache =
                path(
                        environment,
                        List.of("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"),
                        own.resolve("hub"),
                        home);
        Path tokenFile = path(environment, List.of("HF_TOKEN_PATH"), own.resolve("token"), home);
        String endpoint = first(environment, List.of("HF_ENDPOINT"));
        String offline = first(environment, List.of("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"));
        return new HubSettings(
                address(endpoint == null ? "https://huggingface.co" : endpoint),
                token(environment, tokenFile),
                tokenFile,
                cache,
                offline != null && TRUE.contains(offline.toLowerCase(Locale.ROOT)),
                Patience.USUAL,
                Proxies.of(environment));
    }

    /** The settings of this process. */
    public static HubSettings ofProcess() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** The same, with the cache alone. */
    public HubSettings withoutNetwork() {
        return new HubSettings(endpoint, token, tokenFile, cache, true, patience, proxies);
    }

    /** The same, on other ways. */
    HubSettings through(Proxies others) {
        return new HubSettings(endpoint, token, tokenFile, cache, offline, patience, others);
    }

    private static URI address(String text) {
        try {
            return URI.create(text.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "HF_ENDPOINT is '" + text + "', expected an address such as https://host", e);
        }
    }

    private static @Nullable String token(Map<String, String> environment, Path file) {
        String token = first(environment, List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"));
        if (token != null) {
            return token;
        }
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? null : text;
        } catch (IOException e) {
            return null;
        }
    }

    private static Path path(
            Map<String, String> environment, List<String> names, Path otherwise, Path home) {
        String text = first(environment, names);
        if (text == null) {
            return otherwise;
        }
        return text.equals("~") || text.startsWith("~/")
                ? Path.of(home + text.substring(1))
                : Path.of(text).toAbsolutePath();
    }

    private static @Nullable String first(Map<String, String> environment, List<String> names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    /** Says everything but the token. */
    @Override
    public String toString() {
        return "HubSettings[endpoint="
                + endpoint
                + ", token="
                + (token == null ? "none" : "given")
                + ", cache="
                + cache
                + ", offline="
                + offline
                + ", proxies="
                + proxies
                + "]";
    }
}
