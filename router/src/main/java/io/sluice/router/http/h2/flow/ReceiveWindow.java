package io.sluice.router.http.h2.flow;

/**
 * What we allow the peer to send, on a stream or on the connection. Credit is given back in steps of half a window, so that a
 * small exchange costs no WINDOW_UPDATE. A window that has been used up once over doubles, up to a bound: a long body is not
 * held up by the distance to its sender. Confined to its event loop.
 */
public final class ReceiveWindow {
    private long available;
    private int size;
    private int most;
    private long used;
    private int unsaid;

    /** @param most to which it may grow */
    public void start(int bytes, int most) {
        available = bytes;
        size = bytes;
        this.most = Math.max(bytes, most);
        used = 0;
        unsaid = 0;
    }

    /** Bytes have come; false if the peer was not allowed to send them. */
    public boolean received(int bytes) {
        available -= bytes;
        return available >= 0;
    }

    /**
     * Bytes are taken care of, and others may come in their place.
     *
     * @return what to say in a WINDOW_UPDATE; 0 = not yet
     */
    public int consumed(int bytes) {
        unsaid += bytes;
        used += bytes;
        if (unsaid < size / 2) {
            return 0;
        }
        if (used >= size && size < most) {
            int larger = Math.min(most, size * 2);
            unsaid += larger - size;
            size = larger;
            used = 0;
        }
        int update = unsaid;
        available += update;
        unsaid = 0;
        return update;
    }

    public int size() {
        return size;
    }
}
