package io.sluice.router.exchange;

import io.sluice.router.http.Limits;
import io.sluice.router.loop.Loop;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.ShadowOutcome;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The shadows of one event loop, and their bounds. Confined to its event loop. */
final class Shadows {
    private final Loop loop;
    private final Limits limits;
    private final Gates gates;
    private final ReplayBuffer.Budget budget;
    private final Meters meters;
    private final ArrayDeque<ShadowRequest> pool = new ArrayDeque<>();
    private int underWay;

    Shadows(Loop loop, Limits limits, Gates gates, Meters meters) {
        this.gates = gates;
        this.meters = meters;
        this.loop = loop;
        this.limits = limits;
        budget = new ReplayBuffer.Budget(limits.shadowBytesPerLoop());
    }

    /**
     * Null if there are too many already.
     *
     * @param pressed whether the loop has other things to do
     */
    @Nullable
    ShadowRequest take(boolean pressed) {
        if (pressed || underWay >= limits.maxShadowsPerLoop()) {
            count(ShadowOutcome.DROPPED);
            return null;
        }
        underWay++;
        ShadowRequest pooled = pool.pollLast();
        return pooled == null ? new ShadowRequest(this) : pooled;
    }

    void count(ShadowOutcome outcome) {
        meters.shadows(outcome).count(loop.index());
    }

    void giveBack(ShadowRequest over) {
        underWay--;
        pool.addLast(over);
    }

    Gates gates() {
        return gates;
    }

    Loop loop() {
        return loop;
    }

    Limits limits() {
        return limits;
    }

    ReplayBuffer.Budget budget() {
        return budget;
    }
}
