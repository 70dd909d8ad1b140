package io.sluice.router.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which bytes may stand in the names and values of fields (RFC 9110 §5.1, §5.5), whatever the protocol. */
public final class FieldText {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** Lower-case form of each byte that may stand in a token (RFC 9110 §5.6.2); 0 for all others. */
    private static final byte[] TOKEN = tokenTable();

    private FieldText() {}

    /**
     * First position that holds no text: a control character other than the tab, or DEL; {@code end} if there is none.
     * Bytes above 0x7f are text (obs-text, RFC 9110 §5.5).
     */
    public static int textEnd(byte[] bytes, int start, int end) {
        int at = start;
        while (at + 8 <= end) {
            long eight = (long) LONGS.get(bytes, at);
            long belowBlank = (eight - 0x20 * EACH) & ~eight & HIGH;
            long delete = eight ^ (0x7f * EACH);
            long isDelete = (delete - EACH) & ~delete & HIGH;
            long found = belowBlank | isDelete;
            if (found != 0) {
                // A borrow can mark a byte behind a true find, never before it: the lowest mark is true.
                at += Long.numberOfTrailingZeros(found) >>> 3;
                if (bytes[at] != '\t') {
                    return at;
                }
                at++;
            } else {
                at += 8;
            }
        }
        while (at < end && isText(bytes[at])) {
            at++;
        }
        return at;
    }

    public static boolean isText(byte b) {
        return b < 0 || (b >= 0x20 && b != 0x7f) || b == '\t';
    }

    public static boolean isToken(byte b) {
        return TOKEN[b & 0xff] != 0;
    }

    /** Its lower-case form; 0 if it may not stand in a token. */
    public static byte lowerToken(byte b) {
        return TOKEN[b & 0xff];
    }

    private static byte[] tokenTable() {
        byte[] table = new byte[256];
        for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            table[c] = (byte) c;
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            table[c] = (byte) (c | 0x20);
        }
        return table;
    }
}
