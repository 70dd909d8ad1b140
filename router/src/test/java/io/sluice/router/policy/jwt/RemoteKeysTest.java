package io.sluice.router.policy.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.policy.JwtAuthentication;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that an issuer publishes: fetched once, kept while it is down, and no issuer holds up another (reliability.md JW-17, JW-22 to JW-25). */
@Timeout(60)
class RemoteKeysTest {
    private static final String KEYS = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"e1\",\"alg\":\"ES256\","
        + "\"x\":\"tIeQLno9ZrpLgoMZFnuDUjsymDeVrITZFuGRlVgxXT0\",\"y\":\"mR8B2QF6JrgoZ2-cdZejwGvunp49NNMqd0XpUy4EZx4\"}]}";

    private final AtomicInteger fetches = new AtomicInteger();

    private ScriptedUpstream issuer(String body) throws IOException {
        return ScriptedUpstream.start(wire -> {
            wire.message();
            fetches.incrementAndGet();
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
    }

    private static RemoteKeys start(int port, Duration timeout) {
        return RemoteKeys.start(
                "i", new JwtAuthentication.Keys.Remote(URI.create("http://127.0.0.1:" + port + "/keys"), timeout));
    }

    @Test
    void areThereOnceTheFirstAnswerIs() throws Exception {
        try (ScriptedUpstream issuer = issuer(KEYS);
                RemoteKeys keys = start(issuer.port(), Duration.ofSeconds(5))) {
            keys.await(TimeUnit.SECONDS.toNanos(20));
            assertThat(keys.keys()).isNotSameAs(KeySet.UNKNOWN);
        }
    }

    /** Tokens with made-up names of keys cause one fetch in ten seconds, however many come (JW-24). */
    @Test
    void unknownNamesOfKeysDoNotCauseAFetchEach() throws Exception {
        try (ScriptedUpstream issuer = issuer(KEYS);
                RemoteKeys keys = start(issuer.port(), Duration.ofSeconds(5))) {
            keys.await(TimeUnit.SECONDS.toNanos(20));
            long start = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                keys.missed();
            }
            Thread.sleep(200);
            if (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(8)) {
                assertThat(fetches).hasValue(1);
            }
        }
    }

    @Test
    void garbageIsNoSetOfKeys() throws Exception {
        for (String garbage : new String[] {
            "{}", "[]", "<html>", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}"
        }) {
            try (ScriptedUpstream issuer = issuer(garbage);
                    RemoteKeys keys = start(issuer.port(), Duration.ofSeconds(5))) {
                keys.await(TimeUnit.MILLISECONDS.toNanos(100));
                assertThat(keys.keys()).as(garbage).isSameAs(KeySet.UNKNOWN);
            }
        }
    }

    /** What was fetched last counts while an issuer fails, hangs up or lies (JW-25). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{\"keys\":[]}",
                "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"
            })
    void keysStayWhileTheirIssuerFails(String bad) throws Exception {
        AtomicReference<String> answer = new AtomicReference<>(ok(KEYS));
        try (ScriptedUpstream issuer = answering(answer);
                RemoteKeys keys = hasty(issuer.port())) {
            keys.await(TimeUnit.SECONDS.toNanos(20));
            KeySet known = keys.keys();
            assertThat(known).isNotSameAs(KeySet.UNKNOWN);
            answer.set(bad);
            keys.missed();
            await(() -> fetches.get() > 2); // the one before it has been judged
            assertThat(keys.keys()).isSameAs(known);
        }
    }

    /** Its next word counts: a key that it no longer has verifies nothing any more (JW-24). */
    @Test
    void aKeyThatIsGoneIsGoneOnceItsIssuerSaysSo() throws Exception {
        AtomicReference<String> answer = new AtomicReference<>(ok(KEYS));
        try (ScriptedUpstream issuer = answering(answer);
                RemoteKeys keys = hasty(issuer.port())) {
            keys.await(TimeUnit.SECONDS.toNanos(20));
            KeySet old = keys.keys();
            answer.set(ok(KEYS.replace("\"e1\"", "\"e2\"")));
            keys.missed();
            await(() -> keys.keys() != old);
            assertThat(keys.keys()).isNotSameAs(KeySet.UNKNOWN);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNanos);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static RemoteKeys hasty(int port) {
        return RemoteKeys.start(
                "i",
                new JwtAuthentication.Keys.Remote(
                        URI.create("http://127.0.0.1:" + port + "/keys"), Duration.ofSeconds(5)),
                1);
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private ScriptedUpstream answering(AtomicReference<String> answer) throws IOException {
        return ScriptedUpstream.start(wire -> {
            wire.message();
            fetches.incrementAndGet();
            wire.send(answer.get());
        });
    }

    /** An issuer that hangs is waited for within bounds, and on its own thread: the other's keys are there (JW-17, JW-25). */
    @Test
    void anIssuerThatHangsHoldsUpNoOther() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0);
                ScriptedUpstream issuer = issuer(KEYS);
                RemoteKeys hanging = start(deaf.getLocalPort(), Duration.ofSeconds(30));
                RemoteKeys sound = start(issuer.port(), Duration.ofSeconds(5))) {
            sound.await(TimeUnit.SECONDS.toNanos(20));
            assertThat(sound.keys()).isNotSameAs(KeySet.UNKNOWN);
            long start = System.nanoTime();
            hanging.await(TimeUnit.MILLISECONDS.toNanos(50));
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
            assertThat(hanging.keys()).isSameAs(KeySet.UNKNOWN);
        }
    }
}
