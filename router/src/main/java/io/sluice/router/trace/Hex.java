package io.sluice.router.trace;

/** Numbers as traces write them: lower-case hexadecimal digits, a fixed number of them. */
final class Hex {
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private Hex() {}

    /** Whether a range is nothing but digits; capital ones are none (W3C Trace Context §3.2). */
    static boolean digits(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.digit(bytes[i], 16) < 0 || (bytes[i] >= 'A' && bytes[i] <= 'F')) {
                return false;
            }
        }
        return end > start;
    }

    /** The number that up to 16 digits say. */
    static long read(byte[] bytes, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            value = (value << 4) | Character.digit(bytes[i], 16);
        }
        return value;
    }

    static void write(long value, byte[] target, int at) {
        for (int i = 0; i < 16; i++) {
            target[at + i] = (byte) DIGITS[(int) (value >>> (60 - 4 * i)) & 0xf];
        }
    }
}
