package io.sluice.watcher.resource.locality;

import java.util.List;
import java.util.Map;

/**
 * Which places are preferred ({@code localityLbSetting}, of a DestinationRule or of the mesh).
 *
 * @param distribute shares of places, for traffic from a place
 * @param failover where a region's traffic goes when it has no healthy endpoint
 * @param failoverPriority labels, in order, that an endpoint shares with the router; {@code key=value} names the value
 */
public record LocalityPreference(
        boolean enabled, List<Distribute> distribute, List<Failover> failover, List<String> failoverPriority) {
    /** The nearest first. */
    public static final LocalityPreference DEFAULT = new LocalityPreference(true, List.of(), List.of(), List.of());

    public LocalityPreference {
        distribute = List.copyOf(distribute);
        failover = List.copyOf(failover);
        failoverPriority = List.copyOf(failoverPriority);
    }

    /** The nearest by these labels alone. */
    public static LocalityPreference byLabels(String... labels) {
        return new LocalityPreference(true, List.of(), List.of(), List.of(labels));
    }

    /** @param to percent by place; a place may end in {@code *} */
    public record Distribute(String from, Map<String, Integer> to) {
        public Distribute {
            to = Map.copyOf(to);
        }
    }

    /** Regions. */
    public record Failover(String from, String to) {}
}
