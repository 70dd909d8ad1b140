package io.sluice.table.policy;

import io.sluice.table.match.StringMatch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin rules (VirtualService {@code corsPolicy}). The lists go out joined by {@code ,}.
 *
 * @param forwardUnmatchedPreflights false = answered here without {@code access-control-allow-origin}
 */
public record Cors(
        List<StringMatch> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        @Nullable Duration maxAge,
        boolean allowCredentials,
        boolean forwardUnmatchedPreflights) {
    public Cors {
        allowOrigins = List.copyOf(allowOrigins);
        allowMethods = List.copyOf(allowMethods);
        allowHeaders = List.copyOf(allowHeaders);
        exposeHeaders = List.copyOf(exposeHeaders);
    }
}
