package io.sluice.router.log;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;

/**
 * A value in a line of JSON (RFC 8259). Bytes beyond ASCII are shown as the characters of Latin-1 with their numbers: what a client
 * sends need not be UTF-8, and the line is.
 */
final class JsonText {
    private static final byte[] NULL = Ascii.bytes("null");
    private static final byte[] UNICODE = Ascii.bytes("\\u00");
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private JsonText() {}

    /**
     * Ends a value that stands in the line, behind a quote: made anew if it cannot stand as it is, and {@code null} for nothing.
     *
     * @param start of the value; to the end of the line
     * @param scratch overwritten
     */
    static void end(HeaderBlock line, int start, HeaderBlock scratch) {
        int end = line.length();
        if (end == start) {
            line.truncate(start - 1, line.count());
            line.append(NULL);
            return;
        }
        byte[] bytes = line.bytes();
        int plain = start;
        while (plain < end && isPlain(bytes[plain])) {
            plain++;
        }
        if (plain < end) {
            scratch.clear();
            scratch.append(bytes, plain, end);
            line.truncate(plain, line.count());
            escape(scratch, line);
        }
        line.append('"');
    }

    private static void escape(HeaderBlock value, HeaderBlock line) {
        byte[] bytes = value.bytes();
        for (int i = 0; i < value.length(); i++) {
            byte b = bytes[i];
            if (isPlain(b)) {
                line.append((char) b);
            } else if (b == '"' || b == '\\') {
                line.append('\\');
                line.append((char) b);
            } else {
                line.append(UNICODE);
                line.append((char) HEX[b >> 4 & 0xf]);
                line.append((char) HEX[b & 0xf]);
            }
        }
    }

    /** A number stands as it is; {@code null} for what is none. */
    static void endNumber(HeaderBlock line, int start) {
        byte[] bytes = line.bytes();
        boolean number = line.length() > start;
        for (int i = start; i < line.length(); i++) {
            number &= bytes[i] >= '0' && bytes[i] <= '9';
        }
        if (!number) {
            line.truncate(start, line.count());
            line.append(NULL);
        }
    }

    /** A character of a key. */
    static void append(char c, java.util.function.Consumer<String> text) {
        text.accept(c < ' ' || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != 0x7f && b != '"' && b != '\\';
    }
}
