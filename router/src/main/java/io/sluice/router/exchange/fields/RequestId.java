package io.sluice.router.exchange.fields;

import io.sluice.router.http.Ascii;
import io.sluice.router.loop.LoopRandom;

/** Makes {@code x-request-id}: a random UUID, version 4 (RFC 9562 §5.4). */
public final class RequestId {
    public static final int LENGTH = 36;
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private RequestId() {}

    public static void write(LoopRandom random, byte[] target, int position) {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
        int at = hex(high, 60, 32, target, position);
        target[at++] = '-';
        at = hex(high, 28, 16, target, at);
        target[at++] = '-';
        at = hex(high, 12, 0, target, at);
        target[at++] = '-';
        at = hex(low, 60, 48, target, at);
        target[at++] = '-';
        hex(low, 44, 0, target, at);
    }

    private static int hex(long bits, int from, int to, byte[] target, int position) {
        int at = position;
        for (int shift = from; shift >= to; shift -= 4) {
            target[at++] = HEX[(int) (bits >>> shift) & 0xf];
        }
        return at;
    }
}
