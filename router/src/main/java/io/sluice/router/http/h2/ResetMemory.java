package io.sluice.router.http.h2;

/**
 * The streams that this side has reset last: what the peer had sent before it knew is ignored, while the same on any other closed
 * stream is an error (RFC 9113 §5.1, closed). Confined to its event loop.
 */
final class ResetMemory {
    private static final int REMEMBERED = 128;

    private int[] ids = {};
    private int next;

    void add(int stream) {
        if (ids.length == 0) {
            ids = new int[REMEMBERED];
        }
        ids[next] = stream;
        next = (next + 1) % REMEMBERED;
    }

    boolean has(int stream) {
        for (int id : ids) {
            if (id == stream) {
                return true;
            }
        }
        return false;
    }
}
