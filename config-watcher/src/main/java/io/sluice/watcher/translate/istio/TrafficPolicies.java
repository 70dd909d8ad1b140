package io.sluice.watcher.translate.istio;

import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which blocks of which level apply (istio.md §2.1, Levels). */
final class TrafficPolicies {
    private static final TrafficPolicy NONE = new TrafficPolicy(null, null, null, Map.of());

    private TrafficPolicies() {}

    /** Blocks by level; the retry budget is no block of a port: the subset's, else the rule's. */
    static TrafficPolicy resolve(@Nullable TrafficPolicy rule, @Nullable TrafficPolicy subset, int port) {
        TrafficPolicy blocks = blocks(rule, subset, port);
        boolean own = subset != null && subset.retryBudget() != null;
        TrafficPolicy level = own ? subset : rule;
        return new TrafficPolicy(
                blocks.loadBalancer(),
                blocks.connections(),
                blocks.tls(),
                blocks.outlierDetection(),
                level == null ? null : level.retryBudget(),
                Map.of());
    }

    /** A port's entry replaces its level as a whole; a subset's blocks replace those of the base, one by one. */
    private static TrafficPolicy blocks(@Nullable TrafficPolicy rule, @Nullable TrafficPolicy subset, int port) {
        TrafficPolicy base = rule == null ? NONE : rule.ports().getOrDefault(port, rule);
        if (subset == null) {
            return base;
        }
        TrafficPolicy ofPort = subset.ports().get(port);
        if (ofPort != null) {
            return ofPort;
        }
        return new TrafficPolicy(
                subset.loadBalancer() != null ? subset.loadBalancer() : base.loadBalancer(),
                subset.connections() != null ? subset.connections() : base.connections(),
                subset.tls() != null ? subset.tls() : base.tls(),
                subset.outlierDetection() != null ? subset.outlierDetection() : base.outlierDetection(),
                null,
                Map.of());
    }
}
