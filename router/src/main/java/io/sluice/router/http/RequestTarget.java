package io.sluice.router.http;

import java.util.Arrays;

/** The path and query of a request as they may stand on the wire: what is not visible is refused, not repaired. */
public final class RequestTarget {
    private static final byte PLAIN = 1;

    /** The path may not be its own normal form. */
    private static final byte NOTABLE = 2;

    private static final byte QUERY = 3;

    /** Visible, but outside the grammar of a path (RFC 3986 §3.3); browsers encode these. */
    private static final String ENCODED = "\"<>^`{|}";

    /** What a byte is; 0 = may not stand there. */
    private static final byte[] TABLE = table();

    private RequestTarget() {}

    /** Reads a target, notes its path and query in {@code head}, and returns the position of the first byte that is none of it. */
    public static int read(RequestHead head, byte[] bytes, int start, int end) {
        boolean plain = true;
        int at = start;
        int kind = 0;
        while (at < end && ((kind = TABLE[bytes[at] & 0xff]) == PLAIN || kind == NOTABLE)) {
            plain &= kind == PLAIN || (bytes[at] == '.' && bytes[at - 1] != '/');
            at++;
        }
        int pathEnd = at;
        if (kind == QUERY && at < end) {
            at++;
            while (at < end && TABLE[bytes[at] & 0xff] != 0) {
                plain &= bytes[at] != '#';
                at++;
            }
        }
        head.path(start, pathEnd, plain);
        head.query(pathEnd, at);
        return at;
    }

    /** Whether the normal form of a path holds this byte only percent-encoded. */
    public static boolean isEncoded(byte b) {
        return ENCODED.indexOf(b) >= 0;
    }

    /** The visible characters. */
    private static byte[] table() {
        byte[] table = new byte[256];
        Arrays.fill(table, 0x21, 0x7f, PLAIN);
        for (char c : ("%\\.#" + ENCODED).toCharArray()) {
            table[c] = NOTABLE;
        }
        table['?'] = QUERY;
        return table;
    }
}
