package io.sluice.router.upstream.limit;

import java.util.concurrent.atomic.AtomicInteger;

/** So many of a thing at a time. <em>Shared</em>: an atomic count, which is not touched where nobody needs it. */
public final class Allowance {
    private final int most;
    private final boolean counted;
    private final AtomicInteger taken = new AtomicInteger();

    /**
     * @param most {@link Integer#MAX_VALUE} = no limit
     * @param counted whether somebody asks how many there are, limit or not
     */
    Allowance(int most, boolean counted) {
        this.most = most;
        this.counted = counted || most != Integer.MAX_VALUE;
    }

    /** False if that would be too many. What was taken is given back once. */
    public boolean take() {
        return take(most);
    }

    boolean take(int atMost) {
        if (!counted) {
            return true;
        }
        for (int now = taken.get(); now < atMost; now = taken.get()) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    public void giveBack() {
        if (counted) {
            taken.getAndDecrement();
        }
    }

    int taken() {
        return taken.get();
    }
}
