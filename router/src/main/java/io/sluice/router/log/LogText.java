package io.sluice.router.log;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;

/**
 * A value in a line of text: whatever a client sends, the line stays one, and ASCII. What is beyond need not be UTF-8, and some of it
 * ends lines or moves cursors where logs are read.
 */
final class LogText {
    private static final byte[] HEX = Ascii.bytes("0123456789abcdef");

    private LogText() {}

    /**
     * Ends a value that stands in the line: made anew if it cannot stand as it is, and {@code -} for nothing.
     *
     * @param start of the value; to the end of the line
     * @param scratch overwritten
     */
    static void end(HeaderBlock line, int start, HeaderBlock scratch) {
        int end = line.length();
        if (end == start) {
            line.append('-');
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
    }

    private static void escape(HeaderBlock value, HeaderBlock line) {
        byte[] bytes = value.bytes();
        for (int i = 0; i < value.length(); i++) {
            byte b = bytes[i];
            if (isPlain(b)) {
                line.append((char) b);
                continue;
            }
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

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != 0x7f && b != '"' && b != '\\';
    }
}
