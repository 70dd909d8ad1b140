package io.sluice.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.loop.LoopRandom;
import io.sluice.router.route.hash.Caller;
import io.sluice.router.route.hash.HashKeys;
import io.sluice.router.route.hash.RequestKey;
import io.sluice.table.Destination;
import io.sluice.table.Split;
import io.sluice.table.policy.HashKey;
import io.sluice.table.policy.HashKey.Attribute;
import io.sluice.table.policy.HeaderOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a request on one endpoint. */
class HashKeysTest {
    private static final Caller CALLER = new Caller() {
        @Override
        public byte[] remoteAddress() {
            return Ascii.bytes("127.0.0.2");
        }

        @Override
        public long connectionKey() {
            return 0xabcL;
        }
    };

    private static HashKeys keys(HashKey... keys) {
        return HashKeys.of(new Split(List.of(new Destination("c", 1, HeaderOperations.NONE, List.of(keys)))));
    }

    private static RequestKey read(HashKeys keys, String target, String... fields) {
        RequestKey key = new RequestKey();
        keys.read(Heads.of("GET", target, "host", fields), CALLER, key);
        return key;
    }

    /** A key that is there is the same whatever is drawn. */
    private static boolean present(RequestKey key) {
        return key.orRandom(new LoopRandom(1)) == key.orRandom(new LoopRandom(2));
    }

    private static long hash(RequestKey key) {
        assertThat(present(key)).isTrue();
        return key.orRandom(new LoopRandom(1));
    }

    private static List<String> cookies(RequestKey key) {
        HeaderBlock fields = new HeaderBlock();
        key.addCookies(fields);
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            cookies.add(fields.name(i) + ": " + fields.value(i));
        }
        return cookies;
    }

    @Test
    void aMissingHeaderIsNoKeyAndAnEmptyOneIs() {
        HashKeys keys = keys(new HashKey.Header("x-key"));
        assertThat(present(read(keys, "/"))).isFalse();
        assertThat(present(read(keys, "/", "x-key", ""))).isTrue();
        assertThat(hash(read(keys, "/", "x-key", "a"))).isNotEqualTo(hash(read(keys, "/", "x-key", "b")));
    }

    @Test
    void severalLinesOfAHeaderCountInAnyOrder() {
        HashKeys keys = keys(new HashKey.Header("x-key"));
        assertThat(hash(read(keys, "/", "x-key", "a", "x-key", "b")))
                .isEqualTo(hash(read(keys, "/", "x-key", "b", "x-key", "a")))
                .isNotEqualTo(hash(read(keys, "/", "x-key", "a")));
    }

    @ParameterizedTest
    @CsvSource({"/?k=1&z=2, true", "/?z=2&k=, true", "/?k, true", "/?kk=1, false", "/, false", "/?z=k=1, false"})
    void aQueryParameterIsAKeyIfItIsThere(String target, boolean present) {
        assertThat(present(read(keys(new HashKey.QueryParameter("k")), target))).isEqualTo(present);
    }

    @Test
    void theClientsAddressIsAlwaysAKey() {
        assertThat(present(read(keys(new HashKey.SourceAddress()), "/"))).isTrue();
    }

    @Test
    void keysOfAllDestinationsThatCanBeDrawnCountWhicheverIsDrawn() {
        Destination left = new Destination("l", 1, HeaderOperations.NONE, List.of(new HashKey.Header("x-left")));
        Destination right = new Destination("r", 1, HeaderOperations.NONE, List.of(new HashKey.Header("x-right")));
        Destination never = new Destination("n", 0, HeaderOperations.NONE, List.of(new HashKey.Header("x-never")));
        HashKeys keys = HashKeys.of(new Split(List.of(left, right, never)));
        assertThat(present(read(keys, "/", "x-never", "1"))).isFalse();
        assertThat(present(read(keys, "/", "x-right", "1"))).isTrue();
        assertThat(hash(read(keys, "/", "x-left", "1", "x-right", "2")))
                .isNotEqualTo(hash(read(keys, "/", "x-left", "2", "x-right", "1")));
    }

    private static HashKey.Cookie cookie(String path, @Nullable Duration ttl, Attribute... attributes) {
        return new HashKey.Cookie("seat", path, ttl, List.of(attributes));
    }

    @ParameterizedTest
    @CsvSource({
        "seat=abc, true",
        "x=1; seat=abc, true",
        "'seat=\"abc\"', true",
        "seat=, false",
        "chair=abc, false",
        "xseat=abc, false",
    })
    void aCookieIsAKeyIfItHasAValue(String sent, boolean present) {
        RequestKey key = read(keys(cookie("", null)), "/", "cookie", sent);
        assertThat(present(key)).isEqualTo(present);
        if (present) {
            assertThat(hash(key)).isEqualTo(hash(read(keys(cookie("", null)), "/", "cookie", "seat=abc")));
        }
    }

    @Test
    void whoHasNoneIsHandedOneOnlyWhereItHasATime() {
        assertThat(cookies(read(keys(cookie("", null)), "/"))).isEmpty();
        assertThat(cookies(read(keys(cookie("", Duration.ZERO)), "/")))
                .containsExactly("set-cookie: seat=\"0000000000000abc\"; HttpOnly");
        assertThat(cookies(read(keys(cookie("", Duration.ofMillis(1500))), "/")))
                .containsExactly("set-cookie: seat=\"0000000000000abc\"; Max-Age=1; HttpOnly");
        assertThat(cookies(read(keys(cookie("/shop", Duration.ofSeconds(60))), "/", "cookie", "seat=abc")))
                .isEmpty();
        HashKey.Cookie full = cookie(
                "/shop", Duration.ofSeconds(60), new Attribute("SameSite", "Strict"), new Attribute("Secure", ""));
        assertThat(cookies(read(keys(full), "/", "cookie", "seat=")))
                .containsExactly(
                        "set-cookie: seat=\"0000000000000abc\"; Max-Age=60; Path=/shop; SameSite=Strict; Secure;"
                                + " HttpOnly");
    }

    @Test
    void theCookieHandedOutLeadsToTheEndpointThatAnswered() {
        HashKeys keys = keys(cookie("", Duration.ZERO));
        assertThat(hash(read(keys, "/"))).isEqualTo(hash(read(keys, "/", "cookie", "seat=\"0000000000000abc\"")));
    }

    @Test
    void clearedItIsReadyForAnotherRequest() {
        RequestKey key = read(keys(cookie("", Duration.ZERO)), "/");
        key.clear();
        RequestHead head = Heads.of("GET", "/", "host");
        keys(new HashKey.Header("x-key")).read(head, CALLER, key);
        assertThat(present(key)).isFalse();
        assertThat(cookies(key)).isEmpty();
    }
}
