package io.sluice.watcher.resource;

import java.util.Map;

/**
 * A policy that would keep someone out and cannot be enforced, because this router does not run its kind yet, or because it
 * was refused before any version of it was admitted: what it guards must stay shut.
 *
 * @param selector labels of the pods it guards; empty = all of its namespace
 * @param refused why it cannot be enforced
 */
public record UnenforcedPolicy(Meta meta, Map<String, String> selector, boolean refused) implements Policy {
    public UnenforcedPolicy {
        selector = Map.copyOf(selector);
    }
}
