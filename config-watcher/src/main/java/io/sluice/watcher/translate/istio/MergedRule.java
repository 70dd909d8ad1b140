package io.sluice.watcher.translate.istio;

import io.sluice.table.policy.HashKey;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.LoadBalancer;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * DestinationRules of one host that count as one: all their subsets, the first of a name, and the first traffic policy there
 * is.
 *
 * @param exportTo as written, without order
 */
record MergedRule(
        Set<String> exportTo,
        @Nullable Map<String, String> selector,
        @Nullable TrafficPolicy policy,
        List<Subset> subsets) {
    static final MergedRule NONE = new MergedRule(Set.of(), null, null, List.of());

    static MergedRule of(DestinationRule rule) {
        // A rule that selects callers is for its own namespace alone.
        Set<String> exportTo = rule.workloadSelector() == null ? new HashSet<>(rule.exportTo()) : Set.of(".");
        return new MergedRule(exportTo, rule.workloadSelector(), rule.policy(), rule.subsets());
    }

    /** Whether a younger rule becomes part of this one, which is then to be replaced by {@link #with}. */
    boolean takes(MergedRule younger) {
        boolean sameCallers = selector == null ? younger.selector == null : selector.equals(younger.selector);
        return sameCallers && exportTo.equals(younger.exportTo);
    }

    MergedRule with(MergedRule younger) {
        List<Subset> all = new ArrayList<>(subsets);
        younger.subsets.stream().filter(subset -> subset(subset.name()) == null).forEach(all::add);
        return new MergedRule(exportTo, selector, policy == null ? younger.policy : policy, all);
    }

    boolean exportedTo(String namespace) {
        return exportTo.isEmpty() || exportTo.contains("*") || exportTo.contains(namespace);
    }

    @Nullable
    Subset subset(String name) {
        for (Subset subset : subsets) {
            if (subset.name().equals(name)) {
                return subset;
            }
        }
        return null;
    }

    /**
     * What requests are hashed by: as the subset's port says, else the subset, else the port, else the rule. A port counts
     * only where the destination names it (istio.md §2.2).
     */
    List<HashKey> hashKeys(@Nullable Subset subset, @Nullable Integer port) {
        TrafficPolicy ofSubset = subset == null ? null : subset.policy();
        List<HashKey> keys = keys(ofPort(ofSubset, port));
        keys = keys.isEmpty() ? keys(ofSubset) : keys;
        keys = keys.isEmpty() ? keys(ofPort(policy, port)) : keys;
        return keys.isEmpty() ? keys(policy) : keys;
    }

    private static @Nullable TrafficPolicy ofPort(@Nullable TrafficPolicy policy, @Nullable Integer port) {
        return policy == null || port == null ? null : policy.ports().get(port);
    }

    private static List<HashKey> keys(@Nullable TrafficPolicy policy) {
        LoadBalancer balancer = policy == null ? null : policy.loadBalancer();
        return balancer == null ? List.of() : balancer.keys();
    }
}
