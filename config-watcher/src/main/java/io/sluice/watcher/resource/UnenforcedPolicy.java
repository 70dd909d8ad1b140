package io.sluice.watcher.resource;

import java.util.Map;

/**
 * What stands in for a policy that was refused before any version of it was admitted: what it guards stays shut.
 *
 * @param selector labels of the pods it guards; empty = all of its namespace
 */
public record UnenforcedPolicy(Meta meta, Map<String, String> selector) implements Policy {
    public UnenforcedPolicy {
        selector = Map.copyOf(selector);
    }
}
