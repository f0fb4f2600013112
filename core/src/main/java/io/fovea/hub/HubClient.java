package io.fovea.hub;

import io.fovea.config.ConfigError;
import io.fovea.config.StrictJson;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Requests to one Hub about one model. Redirects are followed here, so that the token is shown to
 * the endpoint's own host and to no other, and so that none leads from https to http.
 */
final class HubClient implements AutoCloseable {

    private static final int MOST_REDIRECTS = 10;
    private static final int LONGEST_LISTING = 64 << 20;

    private final HubSettings settings;
    private final ModelName model;
    private final Refusal refusal;
    private final PullListener listener;
    private final HttpClient http;

    HubClient(HubSettings settings, PullRequest request, PullListener listener) {
        this.settings = settings;
        this.model = request.model();
        this.refusal = new Refusal(settings, model, request.revision());
        this.listener = listener;
        // One connection for each of the parallel files: a single one of HTTP/2 is slower.
        http =
                settings.proxies()
                        .lead(HttpClient.newBuilder())
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.patience().stall())
                        .build();
    }

    /** Asks what is in a revision. */
    Listing list(Revision revision) throws InterruptedException {
        String coded = revision.text().replace("/", "%2F").replace("+", "%2B");
        URI uri = address("/api/models/" + model + "/revision/" + coded + "?blobs=true");
        String text =
                new Retry("the list of files of " + model, settings.patience(), listener)
                        .run(() -> text(uri));
        try {
            return Listing.of(StrictJson.tree(text, uri.toString()), model);
        } catch (ConfigError e) {
            throw new HubError(uri + " answered no JSON; is HF_ENDPOINT the address of a Hub?", e);
        }
    }

    private String text(URI uri) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                send(HttpRequest.newBuilder().GET(), uri, headers -> false);
        try (InputStream body = response.body();
                StallGuard guard = new StallGuard(body, settings.patience().stall())) {
            if (response.statusCode() != 200) {
                throw refusal.of(model.toString(), response.statusCode(), response.headers());
            }
            byte[] bytes = body.readNBytes(LONGEST_LISTING + 1);
            guard.alive();
            if (bytes.length > LONGEST_LISTING) {
                throw new HubError(uri + " answered more than " + LONGEST_LISTING + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Completes what a listing says about a file, by asking where it does not say all. */
    RemoteFile describe(String commit, Listing.Entry entry) throws InterruptedException {
        BlobId blob = entry.blob();
        if (blob != null && entry.size() >= 0) {
            return new RemoteFile(entry.name(), entry.size(), blob);
        }
        URI uri = file(commit, entry.name());
        return new Retry(entry.name(), settings.patience(), listener)
                .run(() -> describe(uri, entry.name()));
    }

    private RemoteFile describe(URI uri, String name) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                send(
                        HttpRequest.newBuilder().HEAD(),
                        uri,
                        headers -> headers.firstValue("X-Linked-Etag").isPresent());
        response.body().close();
        HttpHeaders headers = response.headers();
        Optional<BlobId> blob =
                headers.firstValue("X-Linked-Etag")
                        .or(() -> headers.firstValue("ETag"))
                        .flatMap(BlobId::ofEtag);
        if (response.statusCode() >= 400) {
            throw refusal.of(name, response.statusCode(), headers);
        }
        OptionalLong size = headers.firstValueAsLong("X-Linked-Size");
        if (size.isEmpty()) {
            size = headers.firstValueAsLong("Content-Length");
        }
        if (blob.isEmpty() || size.isEmpty()) {
            throw new HubError(
                    name
                            + ": the server says no hash or no size of it, so it could not be"
                            + " checked; use a Hub that does (HF_ENDPOINT is "
                            + settings.endpoint()
                            + ")");
        }
        return new RemoteFile(name, size.getAsLong(), blob.get());
    }

    /**
     * Opens the content of a file; the caller closes its body.
     *
     * @param from first byte wanted; the server may send all bytes instead
     * @return an answer with status 200, 206 or 416
     */
    HttpResponse<InputStream> open(String commit, RemoteFile file, long from)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder().GET();
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpResponse<InputStream> response =
                send(request, file(commit, file.name()), headers -> false);
        int status = response.statusCode();
        if (status != 200 && !(from > 0 && (status == 206 || status == 416))) {
            response.body().close();
            throw refusal.of(file.name(), status, response.headers());
        }
        return response;
    }

    private URI file(String commit, String name) {
        try {
            String path = new URI(null, null, "/" + name, null).toASCIIString();
            return address("/" + model + "/resolve/" + commit + path);
        } catch (URISyntaxException e) {
            throw new HubError(HubError.quoted(name) + " cannot be part of an address", e);
        }
    }

    private URI address(String path) {
        return URI.create(settings.endpoint() + path);
    }

    private HttpResponse<InputStream> send(
            HttpRequest.Builder request, URI start, Predicate<HttpHeaders> enough)
            throws IOException, InterruptedException {
        URI at = start;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            HttpRequest.Builder next = request.copy().uri(at).timeout(settings.patience().stall());
            next.header("User-Agent", "fovea").header("Accept-Encoding", "identity");
            if (settings.token() != null && isHome(at)) {
                next.header("Authorization", "Bearer " + settings.token());
            }
            HttpResponse<InputStream> response = send(next.build());
            String location = response.headers().firstValue("Location").orElse("");
            boolean redirect =
                    switch (response.statusCode()) {
                        case 301, 302, 303, 307, 308 -> !location.isEmpty();
                        default -> false;
                    };
            if (!redirect || enough.test(response.headers())) {
                return response;
            }
            response.body().close();
            at = follow(at, location);
        }
        throw new HubError(start + " redirects more than " + MOST_REDIRECTS + " times");
    }

    private HttpResponse<InputStream> send(HttpRequest request)
            throws IOException, InterruptedException {
        settings.proxies().check(request.uri());
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String proxy = settings.proxies().named(request.uri());
            if (proxy == null || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            BehindProxy problem = new BehindProxy(proxy, e);
            if (problem.isLogin()) {
                throw new HubError(
                        "the proxy "
                                + proxy
                                + " does not take the name and password that HTTPS_PROXY (or"
                                + " HTTP_PROXY, ALL_PROXY) holds; correct them",
                        e);
            }
            throw problem;
        }
    }

    private static URI follow(URI from, String location) {
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubError(
                    from + " redirects to " + HubError.quoted(location) + ", no address", e);
        }
        boolean https = "https".equalsIgnoreCase(to.getScheme());
        boolean allowed =
                https
                        || ("http".equalsIgnoreCase(to.getScheme())
                                && "http".equalsIgnoreCase(from.getScheme()));
        if (!allowed || to.getHost() == null) {
            throw new HubError(
                    from
                            + " redirects to "
                            + HubError.quoted(location)
                            + ", expected https; it is not followed");
        }
        return to;
    }

    private boolean isHome(URI uri) {
        URI home = settings.endpoint();
        return home.getScheme().equalsIgnoreCase(uri.getScheme())
                && home.getHost().equalsIgnoreCase(uri.getHost())
                && port(home) == port(uri);
    }

    private static int port(URI uri) {
        int standard = uri.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
        return uri.getPort() < 0 ? standard : uri.getPort();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
