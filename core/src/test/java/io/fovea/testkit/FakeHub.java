package io.fovea.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Plays the Hugging Face Hub on this machine: a listing with hashes, small files from its own port,
 * safetensors by a redirect to another one, and whatever goes wrong that a test asks for.
 */
public final class FakeHub implements AutoCloseable {

    /** The only model's only commit. */
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** The only model. */
    public static final String MODEL = "some-org/Some_model-1.5";

    /** A request as it came. */
    public record Seen(String role, String method, String path, String range, String token) {}

    /** What to answer instead of the right thing. */
    public interface Trouble {
        void answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    /** All files of the model; those that end in .safetensors are large ones. */
    public final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

    /** All requests so far, in order. */
    public final List<Seen> seen = new CopyOnWriteArrayList<>();

    private final Map<String, Deque<Trouble>> troubles = new ConcurrentHashMap<>();
    private final HttpServer hub;
    private final HttpServer storage;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private volatile boolean bare;

    /** Starts on two free ports. */
    public FakeHub() throws IOException {
        hub = start("hub");
        storage = start("storage");
    }

    private HttpServer start(String role) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(pool);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        answer(role, exchange);
                    }
                });
        server.start();
        return server;
    }

    /** Where the Hub is. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    /** A listing of names alone, as some mirrors give. */
    public void listNamesOnly() {
        bare = true;
    }

    /** The next requests for a file (or {@code listing}) go wrong in these ways, in order. */
    public void trouble(String file, Trouble... ways) {
        troubles.computeIfAbsent(file, name -> new ArrayDeque<>()).addAll(Arrays.asList(ways));
    }

    /** An answer without content. */
    public static Trouble status(int code, String... headers) {
        return (exchange, content) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(code, -1);
        };
    }

    /** The right beginning, then a cut. */
    public static Trouble cutAfter(int bytes) {
        return (exchange, content) -> {
            byte[] rest = rest(exchange, content);
            exchange.getResponseBody().write(rest, 0, Math.min(bytes, rest.length));
            exchange.getResponseBody().flush();
        };
    }

    /** The right beginning, then silence. */
    public static Trouble silentAfter(int bytes, long millis) {
        return (exchange, content) -> {
            byte[] rest = rest(exchange, content);
            exchange.getResponseBody().write(rest, 0, Math.min(bytes, rest.length));
            exchange.getResponseBody().flush();
            sleep(millis);
        };
    }

    /** All bytes, whatever range was asked for. */
    public static Trouble rangeIgnored() {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /** Other bytes than the listing speaks of. */
    public static Trouble instead(byte[] other) {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, other.length);
            exchange.getResponseBody().write(other);
        };
    }

    /** Sleeps; an interrupt ends the sleep. */
    public static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(String role, HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        seen.add(
                new Seen(
                        role,
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().toString(),
                        header(exchange, "Range"),
                        header(exchange, "Authorization")));
        String resolve = "/" + MODEL + "/resolve/" + COMMIT + "/";
        boolean listing = path.startsWith("/api/models/" + MODEL + "/revision/");
        String file = listing ? "listing" : path.replace(resolve, "").replaceFirst("^/", "");
        byte[] content = listing ? listing() : files.get(file);
        boolean redirected = role.equals("hub") && file.endsWith(".safetensors");
        Trouble trouble = redirected ? null : next(file);
        if (trouble != null) {
            trouble.answer(exchange, content == null ? new byte[0] : content);
        } else if (content == null) {
            status(404, "X-Error-Code", "RepoNotFound").answer(exchange, new byte[0]);
        } else if (redirected) {
            exchange.getResponseHeaders().set("X-Linked-Etag", '"' + sha256(content) + '"');
            exchange.getResponseHeaders().set("X-Linked-Size", "" + content.length);
            String to = "http://127.0.0.1:" + storage.getAddress().getPort() + "/" + file;
            status(302, "Location", to).answer(exchange, content);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("ETag", '"' + gitSha1(content) + '"');
            exchange.getResponseHeaders().set("Content-Length", "" + content.length);
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.getResponseBody().write(rest(exchange, content));
        }
    }

    private @Nullable Trouble next(String file) {
        Deque<Trouble> waiting = troubles.getOrDefault(file, new ArrayDeque<>());
        synchronized (waiting) {
            return waiting.poll();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** Sends the headers for what was asked for, and gives the bytes of it. */
    private static byte[] rest(HttpExchange exchange, byte[] content) throws IOException {
        String range = header(exchange, "Range");
        if (range.isEmpty()) {
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            return content;
        }
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        String all = from + "-" + (content.length - 1) + "/" + content.length;
        exchange.getResponseHeaders().set("Content-Range", "bytes " + all);
        exchange.sendResponseHeaders(206, content.length - from);
        return Arrays.copyOfRange(content, from, content.length);
    }

    private byte[] listing() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("sha", COMMIT);
        var siblings = answer.putArray("siblings");
        files.forEach(
                (name, content) -> {
                    ObjectNode file = siblings.addObject().put("rfilename", name);
                    if (!bare) {
                        file.put("size", content.length).put("blobId", gitSha1(content));
                        if (name.endsWith(".safetensors")) {
                            file.putObject("lfs").put("sha256", sha256(content));
                        }
                    }
                });
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 in hex. */
    public static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    /** What git calls a blob of this content. */
    public static String gitSha1(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return hex("SHA-1", all);
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
        pool.shutdownNow();
    }
}
