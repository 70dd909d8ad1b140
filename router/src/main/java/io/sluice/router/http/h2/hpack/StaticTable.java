package io.sluice.router.http.h2.hpack;

import java.nio.charset.StandardCharsets;

/** The fields that both sides know before anything is sent (RFC 7541, Appendix A); the first has index 1. */
final class StaticTable {
    static final int LENGTH = 61;

    private static final String[] FIELDS = {
        ":authority",
        ":method GET",
        ":method POST",
        ":path /",
        ":path /index.html",
        ":scheme http",
        ":scheme https",
        ":status 200",
        ":status 204",
        ":status 206",
        ":status 304",
        ":status 400",
        ":status 404",
        ":status 500",
        "accept-charset",
        "accept-encoding gzip, deflate",
        "accept-language",
        "accept-ranges",
        "accept",
        "access-control-allow-origin",
        "age",
        "allow",
        "authorization",
        "cache-control",
        "content-disposition",
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "cookie",
        "date",
        "etag",
        "expect",
        "expires",
        "from",
        "host",
        "if-match",
        "if-modified-since",
        "if-none-match",
        "if-range",
        "if-unmodified-since",
        "last-modified",
        "link",
        "location",
        "max-forwards",
        "proxy-authenticate",
        "proxy-authorization",
        "range",
        "referer",
        "refresh",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "transfer-encoding",
        "user-agent",
        "vary",
        "via",
        "www-authenticate"
    };

    private static final byte[][] NAMES = new byte[LENGTH + 1][];
    private static final byte[][] VALUES = new byte[LENGTH + 1][];

    /** First index of a name by its hash, open addressing; 0 = free. */
    private static final byte[] BY_NAME = new byte[256];

    static {
        NAMES[0] = new byte[0];
        VALUES[0] = NAMES[0];
        for (int i = 1; i <= LENGTH; i++) {
            String[] field = FIELDS[i - 1].split(" ", 2);
            NAMES[i] = field[0].getBytes(StandardCharsets.US_ASCII);
            VALUES[i] = field.length == 1 ? VALUES[0] : field[1].getBytes(StandardCharsets.US_ASCII);
            if (find(NAMES[i], 0, NAMES[i].length, FieldHash.of(NAMES[i], 0, NAMES[i].length)) == 0) {
                int slot = FieldHash.of(NAMES[i], 0, NAMES[i].length) & 0xff;
                while (BY_NAME[slot] != 0) {
                    slot = (slot + 1) & 0xff;
                }
                BY_NAME[slot] = (byte) i;
            }
        }
    }

    private StaticTable() {}

    /** Shared: never written to. */
    static byte[] name(int index) {
        return NAMES[index];
    }

    /** Shared: never written to. */
    static byte[] value(int index) {
        return VALUES[index];
    }

    /** The first index of a name; 0 if it is not in the table. */
    static int find(byte[] bytes, int start, int end, int hash) {
        for (int slot = hash & 0xff; BY_NAME[slot] != 0; slot = (slot + 1) & 0xff) {
            byte[] name = NAMES[BY_NAME[slot]];
            if (java.util.Arrays.equals(name, 0, name.length, bytes, start, end)) {
                return BY_NAME[slot];
            }
        }
        return 0;
    }

    /** The index of a field whose name stands first at {@code first}; 0 if no entry of that name has the value. */
    static int find(int first, byte[] bytes, int valueStart, int valueEnd) {
        int length = valueEnd - valueStart;
        for (int i = first; i <= LENGTH && NAMES[i].length == NAMES[first].length; i++) {
            byte[] value = VALUES[i];
            if (value.length == length
                    && length > 0
                    && java.util.Arrays.equals(NAMES[i], NAMES[first])
                    && java.util.Arrays.equals(value, 0, length, bytes, valueStart, valueEnd)) {
                return i;
            }
        }
        return 0;
    }
}
