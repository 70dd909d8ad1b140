package io.sluice.router.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an issuer's server does, one fetch ends in its time, with the answer or with a sentence that quotes none of it. */
@Timeout(30)
class KeyFetchTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private static String fetch(String answer) throws IOException {
        try (ScriptedUpstream issuer = ScriptedUpstream.start(wire -> {
            wire.message();
            wire.send(answer);
        })) {
            return KeyFetch.get(URI.create("http://127.0.0.1:" + issuer.port() + "/keys?a=b"), LONG);
        }
    }

    @Test
    void anAnswerEndsAsItsHeadSays() throws Exception {
        assertThat(fetch("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")).isEqualTo("{}");
        assertThat(fetch("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n"))
                .isEqualTo("{}");
        assertThat(fetch("HTTP/1.0 200 OK\r\n\r\n{}")).isEqualTo("{}");
    }

    @Test
    void keysOfAServerThatShowsItsNameAreFetchedOverTls() throws Exception {
        X509Bundle good = issuer("127.0.0.1");
        assertThat(fetchOverTls(good, good)).isEqualTo("{}");
        assertThatThrownBy(() -> fetchOverTls(issuer("127.0.0.1"), good)).isInstanceOf(SSLException.class);
        X509Bundle another = issuer("127.0.0.2");
        assertThatThrownBy(() -> fetchOverTls(another, another)).isInstanceOf(SSLException.class);
    }

    private static X509Bundle issuer(String address) throws Exception {
        return new CertificateBuilder()
                .subject("CN=issuer")
                .addSanIpAddress(address)
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static String fetchOverTls(X509Bundle shown, X509Bundle believed) throws Exception {
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(shown.toKeyManagerFactory().getKeyManagers(), null, null);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, believed.toTrustManagerFactory().getTrustManagers(), null);
        try (ScriptedUpstream issuer =
                ScriptedUpstream.start(server.getServerSocketFactory().createServerSocket(), wire -> {
                    if (wire.message().startsWith("get /keys ")) {
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                    }
                })) {
            URI uri = URI.create("https://127.0.0.1:" + issuer.port() + "/keys");
            return KeyFetch.get(uri, LONG, client.getSocketFactory());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/secret\r\nContent-Length: 6\r\n\r\nsecret",
                "HTTP/1.1 500 Oops\r\nContent-Length: 6\r\n\r\nsecret",
                "HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\nsecret",
                "HTTP/1.1 200 OK\r\nContent-Length: secret\r\n\r\nsecret",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\nsecret",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nsecret\r\n",
                "SSH-2.0-secret\r\n\r\n",
                "secret"
            })
    void whatIsNoWholeAnswerFailsAndIsNotQuoted(String answer) {
        assertThatThrownBy(() -> fetch(answer))
                .isInstanceOf(IOException.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void anAnswerThatGrowsWithoutEndIsLeft() {
        assertThatThrownBy(() -> {
                    try (ScriptedUpstream issuer = ScriptedUpstream.start(wire -> {
                        wire.message();
                        wire.send("HTTP/1.1 200 OK\r\n\r\n");
                        for (int i = 0; i < 4096; i++) {
                            wire.send("x".repeat(1024));
                        }
                    })) {
                        KeyFetch.get(URI.create("http://127.0.0.1:" + issuer.port()), LONG);
                    }
                })
                .hasMessage("too long an answer");
    }

    @Test
    void aServerThatSaysNothingIsLeftInTime() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0)) {
            long start = System.nanoTime();
            assertThatThrownBy(() ->
                            KeyFetch.get(URI.create("http://127.0.0.1:" + deaf.getLocalPort()), Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    /** The time is the whole fetch's: a byte now and then does not lengthen it. */
    @Test
    void aServerThatDripsIsLeftInTime() {
        assertThatThrownBy(() -> {
                    try (ScriptedUpstream issuer = ScriptedUpstream.start(wire -> {
                        wire.message();
                        for (int i = 0; i < 200; i++) {
                            wire.send("x");
                            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
                        }
                    })) {
                        KeyFetch.get(URI.create("http://127.0.0.1:" + issuer.port()), Duration.ofMillis(300));
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://224.0.0.1/",
                "http://user@127.0.0.1/",
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "http:///keys"
            })
    void whatMayNotBeAskedIsNotAsked(String uri) {
        assertThatThrownBy(() -> KeyFetch.get(URI.create(uri), LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("address that may");
    }
}
