package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands behind the {@code ?} of a question. */
record Parameters(Map<String, List<String>> byName) {

    /** @throws IllegalArgumentException if a percent-encoding is broken */
    static Parameters of(HttpExchange asked) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        String query = asked.getRequestURI().getRawQuery();
        for (String pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters
                        .computeIfAbsent(pair.substring(0, equals), absent -> new ArrayList<>())
                        .add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return new Parameters(parameters);
    }

    List<String> all(String name) {
        return byName.getOrDefault(name, List.of());
    }

    String first(String name, String otherwise) {
        return byName.getOrDefault(name, List.of(otherwise)).get(0);
    }

    /** @throws IllegalArgumentException if it is there, and no number */
    int number(String name, int otherwise) {
        String given = first(name, "");
        if (given.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(given);
        } catch (NumberFormatException none) {
            throw new IllegalArgumentException(name + "=" + given + ": must be a number", none);
        }
    }
}
