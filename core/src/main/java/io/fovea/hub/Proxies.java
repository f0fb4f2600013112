package io.fovea.hub;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which proxy leads where, by the variables that most programs follow: {@code HTTPS_PROXY}, {@code
 * HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, each also in small letters, which win. Where
 * they say nothing, Java's own settings hold ({@code -Dhttps.proxyHost=...}).
 */
public final class Proxies {

    /** None but Java's own. */
    public static final Proxies NONE = new Proxies(null, null, List.of());

    private static final int STANDARD_PORT = 80;
    private static final String TUNNEL_PROPERTY = "jdk.http.auth.tunneling.disabledSchemes";

    private final @Nullable Address secure;
    private final @Nullable Address plain;
    private final List<String> direct;

    /**
     * A proxy: {@code http://user:password@host:port}; all but the host may be absent.
     *
     * @param problem why it cannot be used; null where it can
     */
    private record Address(
            String host,
            int port,
            @Nullable String user,
            String password,
            @Nullable String problem) {}

    private Proxies(@Nullable Address secure, @Nullable Address plain, List<String> direct) {
        this.secure = secure;
        this.plain = plain;
        this.direct = direct;
    }

    /** Reads the variables. What is no HTTP proxy matters only to who goes out. */
    public static Proxies of(Map<String, String> environment) {
        Address all = address(environment, "ALL_PROXY");
        Address secure = address(environment, "HTTPS_PROXY");
        Address plain = address(environment, "HTTP_PROXY");
        String exceptions = value(environment, "NO_PROXY");
        return new Proxies(
                secure == null ? all : secure,
                plain == null ? all : plain,
                Arrays.stream(exceptions.split("[,\\s]+"))
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private static String value(Map<String, String> environment, String name) {
        String small = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "").strip();
        return small.isEmpty() ? environment.getOrDefault(name, "").strip() : small;
    }

    private static @Nullable Address address(Map<String, String> environment, String name) {
        String text = value(environment, name);
        if (text.isEmpty()) {
            return null;
        }
        URI uri;
        try {
            uri = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            return wrong(name, "something else");
        }
        if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
            return wrong(name, uri.getHost() == null ? "something else" : uri.getScheme() + "://");
        }
        int port = uri.getPort() < 0 ? STANDARD_PORT : uri.getPort();
        String login = uri.getUserInfo();
        if (login == null) {
            return new Address(uri.getHost(), port, null, "", null);
        }
        int colon = login.indexOf(':');
        return new Address(
                uri.getHost(),
                port,
                colon < 0 ? login : login.substring(0, colon),
                colon < 0 ? "" : login.substring(colon + 1),
                null);
    }

    private static Address wrong(String name, String got) {
        return new Address(
                "?",
                0,
                null,
                "",
                name
                        + " (or "
                        + name.toLowerCase(Locale.ROOT)
                        + ") is "
                        + got
                        + ", expected an HTTP proxy such as http://host:port; correct it, or name"
                        + " this host in NO_PROXY");
    }

    /**
     * The proxy that leads to an address, as {@code host:port}; null where none of the variables
     * names one.
     */
    @Nullable String named(URI uri) {
        Address proxy = to(uri);
        return proxy == null ? null : proxy.host + ":" + proxy.port;
    }

    private @Nullable Address to(URI uri) {
        Address proxy = "https".equalsIgnoreCase(uri.getScheme()) ? secure : plain;
        return proxy == null || isDirect(uri) ? null : proxy;
    }

    /**
     * Whether the way to an address can be gone.
     *
     * @throws HubError when a variable names something else than an HTTP proxy; a password in it is
     *     not told
     */
    void check(URI uri) {
        Address proxy = to(uri);
        if (proxy != null && proxy.problem != null) {
            throw new HubError(proxy.problem);
        }
    }

    private boolean isDirect(URI uri) {
        String host = bare(String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT));
        int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        return direct.stream().anyMatch(exception -> means(exception, host, port));
    }

    /** {@code *}, a host, or a domain with all below it; also with a port. */
    private static boolean means(String exception, String host, int port) {
        if (exception.equals("*")) {
            return true;
        }
        String name = exception;
        int colon = exception.lastIndexOf(':');
        boolean one = colon > 0 && exception.indexOf(':') == colon;
        if (one || exception.contains("]:")) {
            if (!exception.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            name = exception.substring(0, colon);
        }
        name = bare(name).replaceFirst("^\\*?\\.", "");
        return host.equals(name) || host.endsWith("." + name);
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    /** Makes a client go these ways. */
    HttpClient.Builder lead(HttpClient.Builder client) {
        if (secure == null && plain == null) {
            return client;
        }
        if ((secure != null && secure.user != null) || (plain != null && plain.user != null)) {
            // Java shows no password to a proxy that leads to https, unless it is told that it may.
            if (System.getProperty(TUNNEL_PROPERTY) == null) {
                System.setProperty(TUNNEL_PROPERTY, "");
            }
            client.authenticator(new Login());
        }
        return client.proxy(new Selector());
    }

    /** Says no password. */
    @Override
    public String toString() {
        return "Proxies[https=" + told(secure) + ", http=" + told(plain) + ", not=" + direct + "]";
    }

    private static String told(@Nullable Address proxy) {
        return proxy == null ? "none" : proxy.host + ":" + proxy.port;
    }

    private final class Selector extends ProxySelector {

        @Override
        public List<Proxy> select(URI uri) {
            Address proxy = to(uri);
            if (proxy != null) {
                return List.of(
                        new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.host, proxy.port)));
            }
            ProxySelector own = ProxySelector.getDefault();
            return own == null || isDirect(uri) ? List.of(Proxy.NO_PROXY) : own.select(uri);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException problem) {
            // The request fails with the same problem.
        }
    }

    /** Names and passwords are for the proxy they were written for, and for no server. */
    private final class Login extends Authenticator {

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            if (getRequestorType() != RequestorType.PROXY) {
                return null;
            }
            for (Address proxy : Arrays.asList(secure, plain)) {
                if (proxy != null
                        && proxy.user != null
                        && proxy.host.equalsIgnoreCase(getRequestingHost())
                        && proxy.port == getRequestingPort()) {
                    return new PasswordAuthentication(proxy.user, proxy.password.toCharArray());
                }
            }
            return null;
        }
    }
}
