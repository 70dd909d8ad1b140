package io.sluice.watcher.resource;

import io.sluice.table.cluster.LoadBalancing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Istio DestinationRule.
 *
 * @param exportTo empty = everywhere
 * @param policy null for none
 */
public record DestinationRule(
        Meta meta,
        String host,
        List<String> exportTo,
        @Nullable TrafficPolicy policy,
        List<Subset> subsets) implements Resource {
    public DestinationRule {
        exportTo = List.copyOf(exportTo);
        subsets = List.copyOf(subsets);
    }

    public record Subset(
            String name,
            Map<String, String> labels,
            @Nullable TrafficPolicy policy) {
        public Subset {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Null where it says nothing.
     *
     * @param tls mode as written
     * @param ports entries for single service ports, which replace the whole
     */
    public record TrafficPolicy(
            @Nullable LoadBalancing loadBalancing,
            @Nullable Connections connections,
            @Nullable String tls,
            Map<Integer, TrafficPolicy> ports) {
        public TrafficPolicy {
            ports = Map.copyOf(ports);
        }
    }

    /** Null where it says nothing. */
    public record Connections(
            @Nullable Duration connectTimeout, @Nullable Duration idleTimeout) {}
}
