package io.sluice.router.route.hash;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.loop.LoopRandom;
import java.util.ArrayList;
import java.util.List;

/** The key of one request, and the cookies that its answer hands out. Confined to its exchange; reused. */
public final class RequestKey {
    private static final byte[] SET_COOKIE = Ascii.bytes("set-cookie");

    private final List<byte[]> cookies = new ArrayList<>(0);
    private boolean present;
    private long hash;

    public void clear() {
        present = false;
        hash = 0;
        if (!cookies.isEmpty()) {
            cookies.clear();
        }
    }

    /** Another key of the same request. */
    void add(long key) {
        hash = present ? Long.rotateLeft(hash, 1) ^ key : key;
        present = true;
    }

    void handOut(byte[] cookie) {
        cookies.add(cookie);
    }

    /** The hash of all keys; without any, another random number each time. */
    public long orRandom(LoopRandom random) {
        return present ? hash : random.nextLong();
    }

    /** Adds the cookies to an endpoint's answer. */
    public void addCookies(HeaderBlock fields) {
        for (int i = 0; i < cookies.size(); i++) {
            fields.add(SET_COOKIE, cookies.get(i));
        }
    }
}
