package io.sluice.router.http.h1;

import io.sluice.router.http.HeaderBlock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Recognises field lines in place (RFC 9112 §5): {@code token ":" OWS value OWS CR LF}. No folding, no bare CR or LF, no
 * blank before the colon, no control character. Names become lower case where they stand. Line by line: a line whose end has
 * not arrived is looked at again from its start.
 */
final class FieldLines {
    /** The end of the line has not arrived. */
    static final int MORE = -1;

    static final int MALFORMED = -2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** Lower-case form of each byte that may stand in a token (RFC 9110 §5.6.2); 0 for all others. */
    private static final byte[] TOKEN = tokenTable();

    private FieldLines() {}

    /**
     * Recognises the line that starts at {@code start}, and notes it in the block.
     *
     * @return the position behind the line's LF, or {@link #MORE}, or {@link #MALFORMED}
     */
    static int line(HeaderBlock block, byte[] bytes, int start, int end) {
        int nameEnd = start;
        byte lower;
        while (nameEnd < end && (lower = TOKEN[bytes[nameEnd] & 0xff]) != 0) {
            bytes[nameEnd++] = lower;
        }
        if (nameEnd == end) {
            return MORE;
        }
        if (bytes[nameEnd] != ':' || nameEnd == start) {
            return MALFORMED;
        }
        int valueStart = nameEnd + 1;
        while (valueStart < end && (bytes[valueStart] == ' ' || bytes[valueStart] == '\t')) {
            valueStart++;
        }
        int carriageReturn = textEnd(bytes, valueStart, end);
        if (carriageReturn + 1 >= end) {
            return carriageReturn < end && bytes[carriageReturn] != '\r' ? MALFORMED : MORE;
        }
        if (bytes[carriageReturn] != '\r' || bytes[carriageReturn + 1] != '\n') {
            return MALFORMED;
        }
        int valueEnd = carriageReturn;
        while (valueEnd > valueStart && (bytes[valueEnd - 1] == ' ' || bytes[valueEnd - 1] == '\t')) {
            valueEnd--;
        }
        boolean canonical = valueStart == nameEnd + 2 && bytes[nameEnd + 1] == ' ' && valueEnd == carriageReturn;
        block.index(start, nameEnd, valueStart, valueEnd, canonical);
        return carriageReturn + 2;
    }

    /**
     * First position that holds no text: a control character other than the tab, or DEL; {@code end} if there is none.
     * Bytes above 0x7f are text (obs-text, RFC 9110 §5.5).
     */
    static int textEnd(byte[] bytes, int start, int end) {
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

    static boolean isText(byte b) {
        return b < 0 || (b >= 0x20 && b != 0x7f) || b == '\t';
    }

    static boolean isToken(byte b) {
        return TOKEN[b & 0xff] != 0;
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
