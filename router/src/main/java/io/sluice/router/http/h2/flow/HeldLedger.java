package io.sluice.router.http.h2.flow;

/**
 * Bytes of a connection that have arrived and wait because the other side of their exchange is slow. A held-up stream does not
 * hold up its neighbours: the connection's window is renewed all the same, until what is held is too much; then it is owed until
 * something moves. Confined to its event loop.
 */
public final class HeldLedger {
    private final int most;
    private long held;
    private long owed;

    /** @param most bytes that may be held without a connection that waits */
    public HeldLedger(int most) {
        this.most = most;
    }

    /** Bytes are held; returns for how many the connection's window is to be renewed now. */
    public int hold(int bytes) {
        held += bytes;
        if (held <= most) {
            return bytes;
        }
        owed += bytes;
        return 0;
    }

    /** Bytes have moved on; returns for how many the connection's window is to be renewed now. */
    public int release(int bytes) {
        held -= bytes;
        int paid = (int) Math.min(owed, bytes);
        owed -= paid;
        return paid;
    }

    public long held() {
        return held;
    }
}
