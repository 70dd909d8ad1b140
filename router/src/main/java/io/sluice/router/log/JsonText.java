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

    /** In quotes; {@code null} for nothing. */
    static void append(HeaderBlock value, int most, HeaderBlock line) {
        byte[] bytes = value.bytes();
        int length = Math.min(value.length(), most);
        if (length == 0) {
            line.append(NULL);
            return;
        }
        line.append('"');
        int plain = 0;
        for (int i = 0; i < length; i++) {
            if (!isPlain(bytes[i])) {
                line.append(bytes, plain, i);
                escape(bytes[i], line);
                plain = i + 1;
            }
        }
        line.append(bytes, plain, length);
        line.append('"');
    }

    /** As it stands; {@code null} for what is no number. */
    static void appendNumber(HeaderBlock value, HeaderBlock line) {
        byte[] bytes = value.bytes();
        boolean number = value.length() > 0;
        for (int i = 0; i < value.length(); i++) {
            number &= bytes[i] >= '0' && bytes[i] <= '9';
        }
        if (number) {
            line.append(bytes, 0, value.length());
        } else {
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

    private static void escape(byte b, HeaderBlock line) {
        if (b == '"' || b == '\\') {
            line.append('\\');
            line.append((char) b);
        } else {
            line.append(UNICODE);
            line.append((char) HEX[b >> 4 & 0xf]);
            line.append((char) HEX[b & 0xf]);
        }
    }
}
