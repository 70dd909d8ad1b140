package io.sluice.router;

import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.util.List;

/** What a router counts, as a scrape tells it. */
final class Metrics {
    private Metrics() {}

    /** @param series with its labels, as the text format writes it; 0 if it is not there */
    static long value(Router router, String series) throws IOException {
        for (String line : scrape(router).split("\n", -1)) {
            if (line.startsWith(series + " ")) {
                return (long) Double.parseDouble(line.substring(series.length() + 1));
            }
        }
        return 0;
    }

    /** The sum of all series of a metric that have these labels among theirs, as {@code name="value"}; -1 if there is none. */
    static long sum(Router router, String metric, String... labels) throws IOException {
        long sum = -1;
        for (String line : scrape(router).split("\n", -1)) {
            if (line.startsWith(metric + "{") && List.of(labels).stream().allMatch(line::contains)) {
                sum = Math.max(sum, 0) + (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            }
        }
        return sum;
    }

    private static String scrape(Router router) throws IOException {
        try (RawClient client = RawClient.connect(router.adminPort())) {
            return client.send("GET /prometheus HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                    .message();
        }
    }
}
