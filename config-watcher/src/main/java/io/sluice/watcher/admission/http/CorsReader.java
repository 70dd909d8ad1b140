package io.sluice.watcher.admission.http;

import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.Cors;
import io.sluice.watcher.admission.field.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code corsPolicy} (istio.md §1.5). */
final class CorsReader {
    private CorsReader() {}

    static Cors read(Reader cors) {
        List<StringMatch> origins = new ArrayList<>(cors.objects("allowOrigins", MatchReader::origin));
        List<String> older = cors.texts("allowOrigin");
        // The older list counts where the newer one is missing.
        if (origins.isEmpty()) {
            older.forEach(origin -> origins.add(new StringMatch.Exact(origin)));
        }
        Duration maxAge = cors.duration("maxAge");
        if (maxAge != null && (maxAge.isNegative() || maxAge.toNanosPart() != 0)) {
            throw cors.invalid("maxAge", "CORS maxAge is accurate only to whole seconds");
        }
        return new Cors(
                origins,
                methods(cors),
                headers(cors, "allowHeaders"),
                headers(cors, "exposeHeaders"),
                maxAge,
                cors.bool("allowCredentials", false),
                forwardsUnmatched(cors));
    }

    private static List<String> methods(Reader cors) {
        List<String> methods = cors.texts("allowMethods");
        for (String method : methods) {
            switch (method) {
                case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", "*" -> {}
                default -> throw cors.invalid("allowMethods", "\"" + method + "\" is not a supported HTTP method");
            }
        }
        return methods;
    }

    private static List<String> headers(Reader cors, String field) {
        List<String> names = cors.texts(field);
        for (String name : names) {
            if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw cors.invalid(field, "\"" + name + "\" is no header name");
            }
        }
        return names;
    }

    private static boolean forwardsUnmatched(Reader cors) {
        String word = cors.text("unmatchedPreflights", "UNSPECIFIED");
        return switch (word) {
            case "UNSPECIFIED", "FORWARD" -> true;
            case "IGNORE" -> false;
            default -> throw cors.invalid("unmatchedPreflights", "\"" + word + "\" is neither FORWARD nor IGNORE");
        };
    }
}
