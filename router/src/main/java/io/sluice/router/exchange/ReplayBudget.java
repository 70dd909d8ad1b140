package io.sluice.router.exchange;

/** Bytes that all exchanges of one event loop may keep for retries. Confined to its event loop. */
final class ReplayBudget {
    private final long most;
    private long taken;

    ReplayBudget(long most) {
        this.most = most;
    }

    boolean has(int bytes) {
        return taken + bytes <= most;
    }

    void take(int bytes) {
        taken += bytes;
    }

    void giveBack(int bytes) {
        taken -= bytes;
    }
}
