package io.sluice.watcher.resource;

import io.sluice.table.policy.JwtAuthentication.Rule;
import java.util.List;
import java.util.Map;

/**
 * Whose tokens count.
 *
 * @param selector labels of the pods it guards; empty = all of its namespace
 * @param attached it names what it guards in another way, of which there is nothing here
 */
public record RequestAuthentication(Meta meta, Map<String, String> selector, boolean attached, List<Rule> rules)
        implements Policy {
    public RequestAuthentication {
        selector = Map.copyOf(selector);
        rules = List.copyOf(rules);
    }
}
