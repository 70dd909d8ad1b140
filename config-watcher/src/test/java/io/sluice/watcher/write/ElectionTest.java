package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One writes, and when it is gone another does, within 20 s (ecosystem.md §8c). */
class ElectionTest {
    private static final String LEASE = "/apis/coordination.k8s.io/v1/namespaces/sluice/leases/router";

    private final MemoryApi api = new MemoryApi();
    private final AtomicLong nanos = new AtomicLong(1);

    private Election replica(String name, Instant itsNow) {
        return new Election(api, "sluice", "router", name, nanos::get, () -> itsNow);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void whoeverIsFirstLeadsAndGoesOnLeading() throws Exception {
        Election a = replica("a", Instant.EPOCH);
        Election b = replica("b", Instant.EPOCH);
        for (int i = 0; i < 100; i++) {
            a.round();
            b.round();
            assertThat(a.leads()).isTrue();
            assertThat(b.leads()).isFalse();
            pass(Election.ROUND);
        }
        assertThat(api.there(LEASE).at("/spec/holderIdentity").asText()).isEqualTo("a");
        assertThat(api.there(LEASE).at("/spec/leaseTransitions").asInt()).isZero();
    }

    /** Whatever the clocks of the others say: an hour ahead, or behind. */
    @Test
    void aLeaderThatIsKilledIsFollowedWithinTwentySeconds() throws Exception {
        for (Instant skewed : new Instant[] {Instant.EPOCH, Instant.EPOCH.plusSeconds(3600)}) {
            api.objects.clear();
            Election a = replica("a", skewed);
            Election b = replica("b", Instant.EPOCH.plusSeconds(1800));
            a.round();
            b.round();
            long killed = nanos.get();
            while (!b.leads()) {
                pass(Election.ROUND);
                b.round();
            }
            assertThat(Duration.ofNanos(nanos.get() - killed)).isBetween(Election.LASTS, Duration.ofSeconds(20));
            assertThat(a.leads()).isFalse();
            assertThat(api.there(LEASE).at("/spec/leaseTransitions").asInt()).isEqualTo(1);
        }
    }

    @Test
    void aLeaderThatGoesInPeaceIsFollowedAtOnce() throws Exception {
        Election a = replica("a", Instant.EPOCH);
        Election b = replica("b", Instant.EPOCH);
        a.round();
        b.round();
        a.resign();
        assertThat(a.leads()).isFalse();
        b.round();
        assertThat(b.leads()).isTrue();
    }

    @Test
    void aLeaderThatHearsNothingOfTheApiServerStopsBeforeAnotherCanBegin() throws Exception {
        Election a = replica("a", Instant.EPOCH);
        Election b = replica("b", Instant.EPOCH);
        a.round();
        b.round();
        AtomicBoolean cut = new AtomicBoolean(true);
        api.before = (method, path) -> {
            if (cut.get()) {
                throw new IOException("cut off");
            }
        };
        long leftOff = 0;
        for (long second = 1; second <= 20; second++) {
            pass(Duration.ofSeconds(1));
            cut.set(true);
            assertThatThrownBy(a::round).isInstanceOf(IOException.class);
            cut.set(false);
            b.round();
            assertThat(a.leads() && b.leads()).isFalse();
            leftOff = a.leads() ? second : leftOff;
        }
        assertThat(leftOff).isEqualTo(9);
        assertThat(b.leads()).isTrue();
    }

    @Test
    void ofTwoThatTakeALeaseAtOnceOneHasIt() throws Exception {
        Election a = replica("a", Instant.EPOCH);
        Election b = replica("b", Instant.EPOCH);
        api.before = (method, path) -> {
            if (method == Api.Method.POST) {
                api.before = (next, other) -> {};
                b.round();
            }
        };
        a.round();
        assertThat(b.leads()).isTrue();
        assertThat(a.leads()).isFalse();
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        Election a = replica("a", Instant.EPOCH);
        api.before = (method, path) -> {
            throw new IOException(MemoryApi.status(403).said());
        };
        assertThatThrownBy(a::round).hasMessageContaining("403");
        assertThat(a.leads()).isFalse();
    }
}
