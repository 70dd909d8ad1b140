package io.sluice.router.log;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;

/** A value in a line of text: whatever a client sends, the line stays one. */
final class LogText {
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private LogText() {}

    static void append(HeaderBlock value, int most, HeaderBlock line) {
        byte[] bytes = value.bytes();
        int length = Math.min(value.length(), most);
        if (length == 0) {
            line.append('-');
            return;
        }
        int plain = 0;
        for (int i = 0; i < length; i++) {
            if (!isPlain(bytes[i])) {
                line.append(bytes, plain, i);
                escape(bytes[i], line);
                plain = i + 1;
            }
        }
        line.append(bytes, plain, length);
    }

    private static boolean isPlain(byte b) {
        return b < 0 || (b >= ' ' && b != 0x7f && b != '"' && b != '\\');
    }

    private static void escape(byte b, HeaderBlock line) {
        line.append('\\');
        if (b == '"' || b == '\\') {
            line.append((char) b);
        } else {
            line.append('x');
            line.append((char) HEX[b >> 4 & 0xf]);
            line.append((char) HEX[b & 0xf]);
        }
    }
}
