package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.StringMatch;
import java.util.Locale;

/** A {@link PathMatch} on a range of bytes. Immutable. */
sealed interface PathMatcher {

    boolean matches(byte[] bytes, int start, int end);

    static PathMatcher of(PathMatch match) {
        return switch (match) {
            case PathMatch.Exact exact ->
                exact.ignoreCase()
                        ? new AnyCase(lower(exact.path()), false)
                        : new AsIs(TextMatcher.of(new StringMatch.Exact(exact.path())));
            case PathMatch.Prefix prefix ->
                prefix.ignoreCase()
                        ? new AnyCase(lower(prefix.path()), true)
                        : new AsIs(TextMatcher.of(new StringMatch.Prefix(prefix.path())));
            case PathMatch.Regex regex -> new AsIs(TextMatcher.of(new StringMatch.Regex(regex.pattern())));
        };
    }

    private static byte[] lower(String text) {
        return Ascii.bytes(text.toLowerCase(Locale.ROOT));
    }

    record AsIs(TextMatcher text) implements PathMatcher {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return text.matches(bytes, start, end);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    record AnyCase(byte[] lower, boolean prefix) implements PathMatcher {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return prefix
                    ? Ascii.startsWithIgnoreCase(bytes, start, end, lower)
                    : Ascii.equalsIgnoreCase(bytes, start, end, lower);
        }
    }
}
