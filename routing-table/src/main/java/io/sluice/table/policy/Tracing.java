package io.sluice.table.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of which exchanges spans are made, and where these go.
 *
 * @param collector takes OTLP over HTTP
 * @param headers sent with each batch; values may be secrets
 * @param timeout of a batch
 * @param service name under which they are filed
 * @param sharePerMillion of the traces that begin here; one that has begun elsewhere is followed if it is recorded
 * @param tags of every span, beside those that each has
 */
public record Tracing(
        URI collector,
        Map<String, String> headers,
        Duration timeout,
        String service,
        int sharePerMillion,
        List<Tag> tags) {
    public Tracing {
        headers = Map.copyOf(headers);
        tags = List.copyOf(tags);
    }

    /** @param otherwise where the value comes to nothing; null = then there is no tag */
    public record Tag(String name, Format value, @Nullable String otherwise) {}

    /** Never a header's value. */
    @Override
    public String toString() {
        return "spans to " + collector;
    }
}
