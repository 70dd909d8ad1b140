package io.sluice.watcher.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Who may be sent spans.
 *
 * @param collector takes OTLP over HTTP
 * @param headers values may be secrets
 */
public record TracingProvider(URI collector, Map<String, String> headers, Duration timeout) {
    public TracingProvider {
        headers = Map.copyOf(headers);
    }

    /** Never a header's value. */
    @Override
    public String toString() {
        return "spans to " + collector;
    }
}
