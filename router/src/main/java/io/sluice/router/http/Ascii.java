package io.sluice.router.http;

import java.nio.charset.StandardCharsets;

/** Bytes as HTTP sees them: ASCII letters and digits, everything else opaque. */
public final class Ascii {
    private Ascii() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** The first place of a character; -1 = it is not there. */
    public static int indexOf(byte[] bytes, char ascii) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == ascii) {
                return i;
            }
        }
        return -1;
    }

    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b | 0x20) : b;
    }

    /** Whether a range, in any case, is {@code expected}, which is lower case. */
    public static boolean equalsIgnoreCase(byte[] bytes, int start, int end, byte[] expected) {
        return end - start == expected.length && startsWithIgnoreCase(bytes, start, end, expected);
    }

    /** Whether a range, in any case, starts with {@code expected}, which is lower case. */
    public static boolean startsWithIgnoreCase(byte[] bytes, int start, int end, byte[] expected) {
        if (end - start < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (lower(bytes[start + i]) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether one of the comma-separated elements of a range is {@code token} (lower case), in any case (RFC 9110 §5.6.1).
     */
    public static boolean listHas(byte[] bytes, int start, int end, byte[] token) {
        int at = start;
        while (at < end) {
            int comma = at;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            int from = skipBlanks(bytes, at, comma);
            if (equalsIgnoreCase(bytes, from, trimBlanks(bytes, from, comma), token)) {
                return true;
            }
            at = comma + 1;
        }
        return false;
    }

    /** First position in a range that is no blank or tab. */
    public static int skipBlanks(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return at;
    }

    /** End of a range without its trailing blanks and tabs. */
    public static int trimBlanks(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')) {
            at--;
        }
        return at;
    }

    /** Writes a number that is 0 or more; returns how many digits. */
    public static int decimal(long value, byte[] target, int position) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = position + digits - 1; i >= position; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return digits;
    }

    /** Whether a range holds exactly these bytes. */
    public static boolean equals(byte[] wanted, byte[] bytes, int start, int end) {
        return java.util.Arrays.equals(wanted, 0, wanted.length, bytes, start, end);
    }
}
