package io.sluice.watcher.admission.http;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of claims where names of headers stand: {@code @request.auth.claims.a.b} or {@code @request.auth.claims[a][b]} (istio.md §1.2). */
final class ClaimNames {
    private static final String PREFIX = "@request.auth.claims";

    private ClaimNames() {}

    /** The claim's path from the root of the token; null if this is no claim's name. */
    static @Nullable List<String> path(String name) {
        if (!name.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            return null;
        }
        String rest = name.substring(PREFIX.length());
        if (rest.length() > 1 && rest.startsWith(".")) {
            return List.of(rest.substring(1).split("\\.", -1));
        }
        boolean brackets = rest.length() > 2 && rest.startsWith("[") && rest.endsWith("]");
        return brackets ? List.of(rest.substring(1, rest.length() - 1).split("\\]\\[", -1)) : null;
    }
}
