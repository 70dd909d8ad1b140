package io.sluice.router.route;

import com.google.re2j.Pattern;
import io.sluice.router.http.Ascii;
import io.sluice.table.match.StringMatch;
import java.util.Arrays;

/** A {@link StringMatch} on a range of bytes. Immutable. */
sealed interface TextMatcher {

    boolean matches(byte[] bytes, int start, int end);

    static TextMatcher of(StringMatch match) {
        return switch (match) {
            case StringMatch.Exact exact -> new Exact(Ascii.bytes(exact.value()));
            case StringMatch.Prefix prefix -> new Prefix(Ascii.bytes(prefix.value()));
            case StringMatch.Suffix suffix -> new Suffix(Ascii.bytes(suffix.value()));
            case StringMatch.Regex regex -> new Regex(Pattern.compile(regex.pattern()));
            case StringMatch.Present present -> new Present();
        };
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    record Exact(byte[] text) implements TextMatcher {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return Arrays.equals(text, 0, text.length, bytes, start, end);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    record Prefix(byte[] text) implements TextMatcher {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return end - start >= text.length && Arrays.equals(text, 0, text.length, bytes, start, start + text.length);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    record Suffix(byte[] text) implements TextMatcher {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return end - start >= text.length && Arrays.equals(text, 0, text.length, bytes, end - text.length, end);
        }
    }

    /** Linear in the text, whatever the pattern (RE2); the whole text must match. */
    record Regex(Pattern pattern) implements TextMatcher {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return pattern.matcher(Ascii.text(bytes, start, end)).matches();
        }
    }

    record Present() implements TextMatcher {
        @Override
        public boolean matches(byte[] bytes, int start, int end) {
            return true;
        }
    }
}
