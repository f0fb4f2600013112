package io.fovea.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.testkit.FakeHub;
import io.fovea.testkit.FakeProxy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Ways through proxies, by the variables and by a proxy of the test. */
class ProxiesTest {

    private static final URI HUB = URI.create("https://hub.example/api");

    @TempDir Path cache;

    @Test
    void eachSchemeHasItsVariableAndSmallLettersWin() {
        Proxies both =
                Proxies.of(
                        Map.of(
                                "HTTPS_PROXY", "http://big:1",
                                "https_proxy", "small.example:3128/",
                                "HTTP_PROXY", "plain"));
        assertThat(both.named(HUB)).isEqualTo("small.example:3128");
        assertThat(both.named(URI.create("http://hub.example/"))).isEqualTo("plain:80");
        Proxies all = Proxies.of(Map.of("all_proxy", "any:8080", "http_proxy", " "));
        assertThat(all.named(HUB)).isEqualTo("any:8080");
        assertThat(all.named(URI.create("http://h/"))).isEqualTo("any:8080");
        assertThat(Proxies.of(Map.of()).named(HUB)).isNull();
        assertThat(Proxies.of(Map.of("HTTP_PROXY", "plain")).named(HUB)).isNull();
    }

    @Test
    void exceptionsAreHostsAndDomains() {
        for (String exception :
                List.of(
                        "*",
                        "hub.example",
                        "example",
                        ".example",
                        "*.example",
                        "HUB.example:443",
                        "other, hub.example")) {
            Map<String, String> set = Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", exception);
            assertThat(Proxies.of(set).named(HUB)).as(exception).isNull();
        }
        for (String exception : List.of("ub.example", "hub", "hub.example:80", "b.hub.example")) {
            Map<String, String> set = Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", exception);
            assertThat(Proxies.of(set).named(HUB)).as(exception).isEqualTo("p:1");
        }
        Proxies six = Proxies.of(Map.of("HTTPS_PROXY", "p:1", "no_proxy", "::1,[fe80::1]:8443"));
        assertThat(six.named(URI.create("https://[::1]/"))).isNull();
        assertThat(six.named(URI.create("https://[fe80::1]:8443/"))).isNull();
        assertThat(six.named(URI.create("https://[fe80::1]/"))).isEqualTo("p:1");
    }

    @Test
    void whatIsNoHttpProxyIsToldWithoutItsPassword() {
        for (String wrong :
                List.of("socks5://u:secret@h:1", "https://u:secret@h", "http://", "a b")) {
            Proxies ways = Proxies.of(Map.of("HTTPS_PROXY", wrong, "NO_PROXY", "here"));
            ways.check(URI.create("http://plain/"));
            ways.check(URI.create("https://here/"));
            assertThatThrownBy(() -> ways.check(HUB))
                    .as(wrong)
                    .isInstanceOf(HubError.class)
                    .hasMessageContainingAll("HTTPS_PROXY", "http://host:port")
                    .hasMessageNotContaining("secret");
        }
        assertThat(Proxies.of(Map.of("HTTPS_PROXY", "http://u:secret@h:1")))
                .hasToString("Proxies[https=h:1, http=none, not=[]]");
    }

    @Test
    void aPullGoesThroughTheProxyAndTellsItTheLogin() throws Exception {
        try (FakeHub hub = new FakeHub();
                FakeProxy proxy = new FakeProxy("fovea", "pass:word")) {
            Pulls.small(hub, 5000);
            Proxies ways = Proxies.of(Map.of("http_proxy", proxy.address()));
            Pulled pulled =
                    new Hub(Pulls.settings(hub, cache).through(ways))
                            .pull(Pulls.MODEL, PullListener.SILENT);
            assertThat(pulled.folder().resolve(Pulls.WEIGHTS)).hasSize(5000);
            assertThat(proxy.passed()).hasSizeGreaterThanOrEqualTo(hub.seen.size());
            assertThat(hub.seen)
                    .allSatisfy(seen -> assertThat(seen.token()).doesNotContain("Basic"));
        }
    }

    @Test
    void exceptionsGoStraight() throws Exception {
        try (FakeHub hub = new FakeHub();
                FakeProxy proxy = new FakeProxy("a", "b")) {
            Pulls.small(hub, 100);
            Proxies ways =
                    Proxies.of(Map.of("http_proxy", proxy.address(), "no_proxy", "127.0.0.1"));
            new Hub(Pulls.settings(hub, cache).through(ways))
                    .pull(Pulls.MODEL, PullListener.SILENT);
            assertThat(proxy.passed()).isEmpty();
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        String gone;
        try (FakeProxy proxy = new FakeProxy("a", "b")) {
            gone = proxy.address();
        }
        try (FakeHub hub = new FakeHub()) {
            Pulls.small(hub, 100);
            HubSettings settings = Pulls.settings(hub, cache, Duration.ofSeconds(2));
            Hub through = new Hub(settings.through(Proxies.of(Map.of("http_proxy", gone))));
            String port = gone.substring(gone.lastIndexOf(':'));
            assertThatThrownBy(() -> through.pull(Pulls.MODEL, PullListener.SILENT))
                    .isInstanceOf(HubError.class)
                    .hasMessageContainingAll("proxy 127.0.0.1" + port, "no connection")
                    .hasMessageNotContaining("a:b");
        }
    }

    @Test
    void aLoginThatAProxyRefusesIsTold() throws Exception {
        try (FakeHub hub = new FakeHub();
                FakeProxy proxy = new FakeProxy("fovea", "right")) {
            Pulls.small(hub, 100);
            String wrong = proxy.address().replace("right", "wrong");
            Hub through =
                    new Hub(
                            Pulls.settings(hub, cache)
                                    .through(Proxies.of(Map.of("http_proxy", wrong))));
            assertThatThrownBy(() -> through.pull(Pulls.MODEL, PullListener.SILENT))
                    .isInstanceOf(HubError.class)
                    .hasMessageContaining("proxy")
                    .hasMessageNotContaining("wrong");
        }
    }
}
