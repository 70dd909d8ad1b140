package io.sluice.watcher.resource;

import java.util.Map;

/**
 * A policy that says who may call, which this router cannot enforce yet: what it guards must stay shut.
 *
 * @param selector labels of the pods it guards; empty = all of its namespace
 */
public record UnenforcedPolicy(Meta meta, Map<String, String> selector) implements Resource {
    public UnenforcedPolicy {
        selector = Map.copyOf(selector);
    }
}
