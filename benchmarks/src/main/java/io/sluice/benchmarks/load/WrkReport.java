package io.sluice.benchmarks.load;

import java.util.HashMap;
import java.util.Map;

/**
 * What one run of wrk says, from the line that our script prints at its end.
 *
 * @param errors sockets that failed to connect, read, write or answer in time, and answers of 400 and above
 */
public record WrkReport(long requests, long durationMicros, long p50Micros, long p99Micros, long errors) {
    private static final String MARK = "figures: ";

    public double requestsPerSecond() {
        return requests * 1e6 / durationMicros;
    }

    /** @throws IllegalStateException quoting the output when wrk did not get as far as its figures */
    static WrkReport parse(String output) {
        String line = output.lines()
                .filter(candidate -> candidate.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk printed no figures: " + output.strip()));
        Map<String, Long> figures = new HashMap<>();
        for (String pair : line.substring(MARK.length()).strip().split(" ", -1)) {
            int equals = pair.indexOf('=');
            figures.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
        }
        return new WrkReport(
                figure(figures, "requests"),
                figure(figures, "duration_us"),
                figure(figures, "p50_us"),
                figure(figures, "p99_us"),
                figure(figures, "connect")
                        + figure(figures, "read")
                        + figure(figures, "write")
                        + figure(figures, "timeout")
                        + figure(figures, "status"));
    }

    private static long figure(Map<String, Long> figures, String name) {
        Long value = figures.get(name);
        if (value == null) {
            throw new IllegalStateException("wrk's figures lack " + name + ": " + figures);
        }
        return value;
    }
}
