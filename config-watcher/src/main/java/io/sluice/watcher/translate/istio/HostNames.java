package io.sluice.watcher.translate.istio;

import org.jspecify.annotations.Nullable;

/** Names and wildcards against each other. */
final class HostNames {
    private HostNames() {}

    /** The more specific of two patterns that overlap; null if they do not (istio.md §1.3). */
    static @Nullable String intersection(String a, String b) {
        if (covers(a, b)) {
            return b;
        }
        return covers(b, a) ? a : null;
    }

    /** Whether every name of {@code inner} is one of {@code outer}. */
    private static boolean covers(String outer, String inner) {
        if (outer.equals("*") || outer.equals(inner)) {
            return true;
        }
        return outer.startsWith("*") && inner.endsWith(outer.substring(1)) && inner.length() >= outer.length();
    }
}
