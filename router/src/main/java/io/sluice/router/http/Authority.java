package io.sluice.router.http;

/** The form of a {@code Host} (RFC 3986 §3.2.2): a name, an IPv4 or a bracketed IPv6 literal, and perhaps a port; no user. */
public final class Authority {
    private Authority() {}

    /** What follows a colon counts as a port whatever it is, and is ignored when matching (istio-recorded.md §2). */
    public static boolean isValid(byte[] bytes, int start, int end) {
        int at = start;
        if (at < end && bytes[at] == '[') {
            at = literalEnd(bytes, at + 1, end);
            return at > 0 && (at == end || (bytes[at] == ':' && isPort(bytes, at + 1, end)));
        }
        while (at < end && bytes[at] != ':') {
            if (!isNameByte(bytes[at])) {
                return false;
            }
            at++;
        }
        return at == end || isPort(bytes, at + 1, end);
    }

    public static boolean isHostAndPort(byte[] bytes, int start, int end) {
        int colon = end - 1;
        while (colon > start && bytes[colon] != ':') {
            if (bytes[colon] < '0' || bytes[colon] > '9') {
                return false;
            }
            colon--;
        }
        return colon > start && colon < end - 1 && isValid(bytes, start, end);
    }

    private static int literalEnd(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && (Character.digit(bytes[at], 16) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
            at++;
        }
        return at > start && at < end && bytes[at] == ']' ? at + 1 : -1;
    }

    private static boolean isPort(byte[] bytes, int start, int end) {
        int value = 0;
        boolean digits = true;
        for (int at = start; at < end; at++) {
            if (!isNameByte(bytes[at])) {
                return false;
            }
            digits &= bytes[at] >= '0' && bytes[at] <= '9';
            value = digits && value <= 65535 ? value * 10 + bytes[at] - '0' : value;
        }
        return !digits || value <= 65535;
    }

    /** unreserved, sub-delims and percent-encoding. */
    private static boolean isNameByte(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || "-._~%!$&'()*+,;=".indexOf(b) >= 0;
    }
}
