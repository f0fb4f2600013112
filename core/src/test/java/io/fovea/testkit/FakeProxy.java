package io.fovea.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy for plain HTTP on this machine that wants a name and a password. */
public final class FakeProxy implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final List<String> passed = new CopyOnWriteArrayList<>();
    private final String login;

    /** Starts on a free port. */
    public FakeProxy(String user, String password) throws IOException {
        login = user + ":" + password;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(pool);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        answer(exchange);
                    }
                });
        server.start();
    }

    /** As a variable of the environment names it, with the login. */
    public String address() {
        return "http://" + login + "@127.0.0.1:" + server.getAddress().getPort();
    }

    /** Addresses that were asked for through it. */
    public List<String> passed() {
        return passed;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(login.getBytes(StandardCharsets.UTF_8));
        if (!expected.equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"))) {
            exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"proxy\"");
            exchange.sendResponseHeaders(407, -1);
            return;
        }
        passed.add(exchange.getRequestURI().toString());
        HttpURLConnection onward =
                (HttpURLConnection) exchange.getRequestURI().toURL().openConnection(Proxy.NO_PROXY);
        onward.setInstanceFollowRedirects(false);
        onward.setRequestMethod(exchange.getRequestMethod());
        for (String name : List.of("Authorization", "Range")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                onward.setRequestProperty(name, value);
            }
        }
        int status = onward.getResponseCode();
        onward.getHeaderFields()
                .forEach(
                        (name, values) -> {
                            if (name != null
                                    && !name.equalsIgnoreCase("Transfer-Encoding")
                                    && !name.equalsIgnoreCase("Content-Length")) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        var stream = status >= 400 ? onward.getErrorStream() : onward.getInputStream();
        byte[] body = stream == null ? new byte[0] : stream.readAllBytes();
        if (body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        pool.shutdownNow();
    }
}
