package io.sluice.table.cluster;

import java.util.List;
import java.util.Map;

/**
 * Which places are preferred (DestinationRule {@code localityLbSetting}).
 *
 * @param distribute shares of places, for traffic from a place; {@code region/zone/*}
 * @param failover where a region's traffic goes when it has no healthy endpoint
 * @param failoverPriority labels, in order, that an endpoint shares with the router
 */
public record LocalityPolicy(List<Distribute> distribute, List<Failover> failover, List<String> failoverPriority) {
    public static final LocalityPolicy NONE = new LocalityPolicy(List.of(), List.of(), List.of());

    public LocalityPolicy {
        distribute = List.copyOf(distribute);
        failover = List.copyOf(failover);
        failoverPriority = List.copyOf(failoverPriority);
    }

    public record Distribute(String from, Map<String, Integer> to) {
        public Distribute {
            to = Map.copyOf(to);
        }
    }

    public record Failover(String from, String to) {}
}
