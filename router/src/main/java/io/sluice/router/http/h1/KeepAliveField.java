package io.sluice.router.http.h1;

import io.sluice.router.http.Ascii;

/** A {@code keep-alive} field (RFC 2068 §19.7.1.1): {@code timeout=5, max=100}. */
final class KeepAliveField {
    private static final byte[] TIMEOUT = Ascii.bytes("timeout=");

    /** A day: longer than anything is kept. */
    private static final int MOST_SECONDS = 86_400;

    private KeepAliveField() {}

    /** The time-out that it names; 0 if it names none, or one that cannot be meant. */
    static int seconds(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int comma = at;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            int from = Ascii.skipBlanks(bytes, at, comma);
            if (Ascii.startsWithIgnoreCase(bytes, from, comma, TIMEOUT)) {
                return number(bytes, from + TIMEOUT.length, Ascii.trimBlanks(bytes, from, comma));
            }
            at = comma + 1;
        }
        return 0;
    }

    private static int number(byte[] bytes, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return 0;
            }
            number = Math.min(MOST_SECONDS, number * 10 + bytes[i] - '0');
        }
        return number;
    }
}
