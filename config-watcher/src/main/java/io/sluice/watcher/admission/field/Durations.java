package io.sluice.watcher.admission.field;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Go's durations, as Istio's validation takes them: {@code 1h2m3.5s}, {@code 500ms}, {@code 10us}. */
final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");

    private Durations() {}

    /** @throws IllegalArgumentException if the text is no duration */
    static Duration parse(String text) {
        Matcher part = PART.matcher(text);
        double nanos = 0;
        int at = 0;
        while (part.find() && part.start() == at) {
            nanos += Double.parseDouble(part.group(1)) * nanosOf(part.group(2));
            at = part.end();
        }
        if (at == 0 || at != text.length()) {
            throw new IllegalArgumentException(text);
        }
        return Duration.ofNanos((long) nanos);
    }

    private static double nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> throw new IllegalArgumentException(unit);
        };
    }
}
