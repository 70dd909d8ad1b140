package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.router.Fixture.Policy;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shadows that do the worst they can: nothing of it reaches the primary, and little of it the router. */
@Timeout(120)
class HostileShadowTest {
    private static final int REQUESTS = 100;
    private static final int BODY_BYTES = 2 << 20;
    private static final int MOST_SHADOWS = 16;

    /** A shadow holds what its socket has not taken, up to a watermark and the read that passed it. */
    private static final long MOST_HELD_BYTES = MOST_SHADOWS * (512L << 10) + (8L << 20);

    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    @Test
    void failNothingAndHoldLittle() throws Exception {
        String post =
                "POST /m/x HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY_BYTES + "\r\n\r\n" + "x".repeat(BODY_BYTES);
        try (ScriptedUpstream primary = ScriptedUpstream.echo("ok");
                ScriptedUpstream hangs = ScriptedUpstream.start(wire -> over.join());
                ScriptedUpstream resets = ScriptedUpstream.start(wire -> {
                    wire.head();
                    wire.socket().setSoLinger(true, 0);
                });
                ScriptedUpstream trickles = ScriptedUpstream.start(wire -> {
                    wire.head();
                    wire.send("H");
                    over.join();
                });
                Fixture fixture = fixture(primary, hangs, resets, trickles);
                RawClient client = fixture.connect()) {
            long before = held();
            long most = 0;
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(client.send(post).message()).startsWith("http/1.1 200 ok");
                most = Math.max(most, held() - before);
            }
            assertThat(most).isLessThan(MOST_HELD_BYTES);
            long sent = Metrics.value(fixture.router, "sluice_shadows_total{outcome=\"sent\"}");
            long dropped = Metrics.value(fixture.router, "sluice_shadows_total{outcome=\"dropped\"}");
            long failed = Metrics.value(fixture.router, "sluice_shadows_total{outcome=\"failed\"}");
            // What is left hangs still, and is no more than may be.
            assertThat(3 * REQUESTS - sent - dropped - failed).isBetween(0L, (long) MOST_SHADOWS);
            assertThat(sent).isZero();
            assertThat(dropped).isPositive();
            assertThat(failed).isPositive();
            over.complete(true);
        }
    }

    private static Fixture fixture(
            ScriptedUpstream primary, ScriptedUpstream hangs, ScriptedUpstream resets, ScriptedUpstream trickles)
            throws Exception {
        Map<String, int[]> endpoints = new LinkedHashMap<>();
        endpoints.put("a", new int[] {primary.port()});
        endpoints.put("hangs", new int[] {hangs.port()});
        endpoints.put("resets", new int[] {resets.port()});
        endpoints.put("trickles", new int[] {trickles.port()});
        return Fixture.start(
                Fixture.config(Map.of("maxShadowsPerLoop", MOST_SHADOWS)),
                Policy.NO_RETRIES.withShadows("hangs", "resets", "trickles"),
                endpoints,
                Map.of("a", 1));
    }

    /** Bytes of pooled buffers in use. */
    private static long held() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(arena -> arena.numActiveBytes())
                .sum();
    }
}
