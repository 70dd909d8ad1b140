package io.sluice.router.authz;

import java.util.List;
import java.util.Locale;

/** A list of header names as a provider writes it: exact, {@code x*}, {@code *x}; in any case. Immutable. */
final class HeaderNames {
    private final List<String> patterns;

    HeaderNames(List<String> patterns) {
        this.patterns =
                patterns.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** @param name lower case */
    boolean has(String name) {
        for (String pattern : patterns) {
            boolean fits;
            if (pattern.endsWith("*")) {
                fits = name.startsWith(pattern.substring(0, pattern.length() - 1));
            } else {
                fits = pattern.startsWith("*") ? name.endsWith(pattern.substring(1)) : name.equals(pattern);
            }
            if (fits) {
                return true;
            }
        }
        return false;
    }
}
