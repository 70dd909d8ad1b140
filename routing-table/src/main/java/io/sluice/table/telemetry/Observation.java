package io.sluice.table.telemetry;

import io.sluice.table.policy.Tracing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an exchange.
 *
 * @param logs who gets lines; empty = nobody; null = as the router was started
 * @param spans who gets spans; null = as the router was started
 */
public record Observation(
        @Nullable List<Log> logs, @Nullable Spans spans) {
    public static final Observation AS_STARTED = new Observation(null, null);

    public Observation {
        logs = logs == null ? null : List.copyOf(logs);
    }

    /**
     * Lines of an access log.
     *
     * @param provider name of a {@link Providers.LogFile}
     * @param filter null = of every exchange
     */
    public record Log(String provider, @Nullable Expression filter) {}

    /**
     * Spans.
     *
     * @param provider name of a {@link Tracing.Collector}; null = none are made
     * @param sharePerMillion of the traces that begin here
     */
    public record Spans(@Nullable String provider, int sharePerMillion, List<Tracing.Tag> tags) {
        public Spans {
            tags = List.copyOf(tags);
        }
    }
}
