package io.sluice.watcher.write;

import java.time.Duration;

/** So many at once, and then one in so long. Confined to its thread. */
final class TokenBucket {
    private final int most;
    private final long everyNanos;
    private long tokens;
    private long sinceNanos;

    TokenBucket(int most, Duration every, long nowNanos) {
        this.most = most;
        everyNanos = every.toNanos();
        tokens = most;
        sinceNanos = nowNanos;
    }

    boolean hasOne(long nowNanos) {
        long earned = (nowNanos - sinceNanos) / everyNanos;
        tokens = Math.min(most, tokens + earned);
        sinceNanos += earned * everyNanos;
        return tokens > 0;
    }

    /** To be asked of one that has one. */
    void take() {
        tokens--;
    }

    /** Whether it is as one that nobody has asked yet. */
    boolean full(long nowNanos) {
        return tokens + (nowNanos - sinceNanos) / everyNanos >= most;
    }
}
