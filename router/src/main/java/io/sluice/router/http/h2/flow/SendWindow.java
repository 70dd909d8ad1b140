package io.sluice.router.http.h2.flow;

/**
 * What the peer allows us to send, on a stream or on the connection (RFC 9113 §6.9). A stream's may be below zero after the
 * peer has lowered its initial window (§6.9.2). Confined to its event loop.
 */
public final class SendWindow {
    private static final long MOST = Integer.MAX_VALUE;

    private long available;

    public void start(long bytes) {
        available = bytes;
    }

    /** Never negative. */
    public int available() {
        return (int) Math.max(0, available);
    }

    /** By a WINDOW_UPDATE, or a changed initial window; false if the sum is more than a window may be. */
    public boolean grow(long bytes) {
        if (available + bytes > MOST) {
            return false;
        }
        available += bytes;
        return true;
    }

    public void sent(int bytes) {
        if (bytes > available()) {
            throw new IllegalStateException(bytes + " bytes sent into a window of " + available);
        }
        available -= bytes;
    }
}
