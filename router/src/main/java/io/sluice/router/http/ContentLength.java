package io.sluice.router.http;

/** The value of {@code content-length}: digits alone, no sign, no list, no leading zero, at most 18 (RFC 9110 §8.6). */
public final class ContentLength {
    private static final int MOST_DIGITS = 18;

    private ContentLength() {}

    /** −1 if the range is no such number. */
    public static long of(byte[] bytes, int start, int end) {
        int digits = end - start;
        if (digits < 1 || digits > MOST_DIGITS || (bytes[start] == '0' && digits > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
