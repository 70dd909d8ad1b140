package io.sluice.router.exchange;

import io.sluice.router.http.Limits;
import io.sluice.router.loop.Loop;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The shadows of one event loop, and their bounds. Confined to its event loop. */
final class Shadows {
    private final Loop loop;
    private final Limits limits;
    private final Gates gates;
    private final ReplayBudget budget;
    private final ArrayDeque<ShadowRequest> pool = new ArrayDeque<>();
    private int underWay;

    Shadows(Loop loop, Limits limits, Gates gates) {
        this.gates = gates;
        this.loop = loop;
        this.limits = limits;
        budget = new ReplayBudget(limits.shadowBytesPerLoop());
    }

    /** Null if there are too many already. */
    @Nullable
    ShadowRequest take() {
        if (underWay >= limits.maxShadowsPerLoop()) {
            return null;
        }
        underWay++;
        ShadowRequest pooled = pool.pollLast();
        return pooled == null ? new ShadowRequest(this) : pooled;
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

    ReplayBudget budget() {
        return budget;
    }
}
