package io.sluice.conformance.compare;

import io.sluice.conformance.feature.Rules;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Header sections as maps: order and letter case do not count, repeated names are joined, everything not tolerated must agree. */
final class HeaderComparison {
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te");
    private static final Set<String> TOLERATED_IN_RESPONSES = Set.of("date", "server", "x-envoy-upstream-service-time");
    private static final Set<String> TOLERATED_UPSTREAM = Set.of("content-length");

    /** What is left of a time-out when a request leaves: no two runs agree to the millisecond. */
    private static final String TIMEOUT = "x-envoy-expected-rq-timeout-ms";

    private static final long TIMEOUT_SLACK_MILLIS = 150;
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

    private final Set<String> tolerated;
    private final boolean exactNames;

    private HeaderComparison(Set<String> tolerated, boolean exactNames) {
        this.tolerated = tolerated;
        this.exactNames = exactNames;
    }

    static HeaderComparison ofResponses(Rules rules) {
        Set<String> tolerated = new HashSet<>(HOP_BY_HOP);
        tolerated.addAll(TOLERATED_IN_RESPONSES);
        tolerated.addAll(rules.ignoreResponseHeaders());
        tolerated.removeAll(rules.strictResponseHeaders());
        return new HeaderComparison(tolerated, rules.exactHeaderNames());
    }

    static HeaderComparison ofRequests(Rules rules) {
        Set<String> tolerated = new HashSet<>(HOP_BY_HOP);
        tolerated.addAll(TOLERATED_UPSTREAM);
        tolerated.addAll(rules.ignoreUpstreamHeaders());
        return new HeaderComparison(tolerated, rules.exactHeaderNames());
    }

    static HeaderComparison ofTrailers() {
        return new HeaderComparison(Set.of(), false);
    }

    List<Difference> differences(String where, Headers expected, Headers observed) {
        Map<String, String> wanted = folded(expected);
        Map<String, String> seen = folded(observed);
        Set<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(seen.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            String a = wanted.get(name);
            String b = seen.get(name);
            if (a == null || b == null) {
                differences.add(new Difference(where + " " + name, shown(a), shown(b)));
            } else if (!a.equals(b) && !(name.equals(TIMEOUT) && close(a, b))) {
                differences.add(new Difference(where + " " + name, shown(a), shown(b)));
            }
        }
        return differences;
    }

    /** An empty value is not an absent header. */
    private static String shown(@Nullable String value) {
        if (value == null) {
            return "";
        }
        return value.isEmpty() ? "\"\"" : value;
    }

    private static boolean close(String a, String b) {
        return MILLIS.matcher(a).matches()
                && MILLIS.matcher(b).matches()
                && Math.abs(Long.parseLong(a) - Long.parseLong(b)) <= TIMEOUT_SLACK_MILLIS;
    }

    private Map<String, String> folded(Headers headers) {
        Map<String, List<String>> values = new TreeMap<>();
        for (Header line : headers.lines()) {
            String lower = line.name().toLowerCase(Locale.ROOT);
            if (!tolerated.contains(lower)) {
                values.computeIfAbsent(exactNames ? line.name() : lower, name -> new ArrayList<>())
                        .add(line.value());
            }
        }
        Map<String, String> folded = new TreeMap<>();
        values.forEach((name, all) -> folded.put(name, folded(name, all)));
        return folded;
    }

    /** Lists are joined; cookies are no lists; each set-cookie is a fact of its own. */
    private static String folded(String name, List<String> values) {
        return switch (name) {
            case "cookie" -> String.join("; ", values);
            case "set-cookie" -> values.stream().sorted().collect(Collectors.joining("\n"));
            default ->
                Arrays.stream(String.join(",", values).split(",", -1))
                        .map(String::strip)
                        .collect(Collectors.joining(","));
        };
    }
}
