package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;

/** One way while somebody warms up, another afterwards. */
final class SlowStart implements Balancer {
    private final Balancer warming;
    private final long warmNanos;
    private final Balancer lasting;

    SlowStart(Balancer warming, long warmNanos, Balancer lasting) {
        this.warming = warming;
        this.warmNanos = warmNanos;
        this.lasting = lasting;
    }

    @Override
    public int pick(Loop loop, long key, int again) {
        boolean warm = System.nanoTime() - warmNanos >= 0;
        return (warm ? lasting : warming).pick(loop, key, again);
    }
}
