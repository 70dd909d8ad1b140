package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import java.util.Arrays;
import java.util.Locale;

/**
 * A text as policies write it: exact, {@code x*}, {@code *x}, or {@code *} for anything but nothing. Only one star, at one
 * end; any other is itself (istio.md §4.3). Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
record PolicyText(Kind kind, byte[] text, boolean ignoreCase) {
    private enum Kind {
        EXACT,
        PREFIX,
        SUFFIX,
        PRESENT
    }

    static PolicyText of(String pattern) {
        return of(pattern, false);
    }

    static PolicyText ignoringCase(String pattern) {
        return of(pattern.toLowerCase(Locale.ROOT), true);
    }

    private static PolicyText of(String pattern, boolean ignoreCase) {
        if (pattern.equals("*")) {
            return new PolicyText(Kind.PRESENT, new byte[0], ignoreCase);
        }
        if (pattern.startsWith("*")) {
            return new PolicyText(Kind.SUFFIX, Ascii.bytes(pattern.substring(1)), ignoreCase);
        }
        if (pattern.endsWith("*")) {
            return new PolicyText(Kind.PREFIX, Ascii.bytes(pattern.substring(0, pattern.length() - 1)), ignoreCase);
        }
        return new PolicyText(Kind.EXACT, Ascii.bytes(pattern), ignoreCase);
    }

    /** Whether it is {@code *}: a field that is there satisfies that, even an empty one. */
    boolean present() {
        return kind == Kind.PRESENT;
    }

    boolean matches(byte[] bytes, int start, int end) {
        int length = end - start;
        return switch (kind) {
            case PRESENT -> length > 0;
            case EXACT -> length == text.length && same(bytes, start);
            case PREFIX -> length >= text.length && same(bytes, start);
            case SUFFIX -> length >= text.length && same(bytes, end - text.length);
        };
    }

    private boolean same(byte[] bytes, int start) {
        return ignoreCase
                ? Ascii.startsWithIgnoreCase(bytes, start, start + text.length, text)
                : Arrays.equals(text, 0, text.length, bytes, start, start + text.length);
    }
}
