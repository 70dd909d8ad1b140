package io.sluice.table.policy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Of which exchanges spans are made, and where these go.
 *
 * @param sharePerMillion of the traces that begin here; one that has begun elsewhere is followed if it is recorded
 * @param tags of every span, beside those that each has
 */
public record Tracing(Collector collector, int sharePerMillion, List<Tag> tags) {
    public Tracing {
        tags = List.copyOf(tags);
    }

    /**
     * Who takes spans.
     *
     * @param name by which manifests choose it
     * @param address with the path, if it is spoken to by HTTP
     * @param headers sent with each batch; values may be secrets
     * @param timeout of a batch
     * @param service name under which they are filed
     */
    public record Collector(
            String name,
            Protocol protocol,
            URI address,
            Map<String, String> headers,
            Duration timeout,
            String service) {
        public Collector {
            headers = Map.copyOf(headers);
        }

        /** Never a header's value. */
        @Override
        public String toString() {
            return "spans to " + address;
        }
    }

    /** What OTLP is spoken over. */
    public enum Protocol {
        HTTP,
        GRPC
    }

    /** @param otherwise where the value comes to nothing; null = then there is no tag */
    public record Tag(String name, Format value, @Nullable String otherwise) {}
}
