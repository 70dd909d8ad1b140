package io.sluice.watcher.resource;

import io.sluice.table.policy.Authorization.Rule;
import java.util.List;
import java.util.Map;

/**
 * Who may call.
 *
 * @param selector labels of the pods it guards; empty = all of its namespace
 * @param attached it names what it guards in another way, of which there is nothing here
 * @param provider who is asked under {@link Action#CUSTOM}; else empty
 * @param dryRun it is only tried: nobody is refused
 * @param rules it matches if one of them does; none matches nothing
 */
public record AuthorizationPolicy(
        Meta meta,
        Map<String, String> selector,
        boolean attached,
        Action action,
        String provider,
        boolean dryRun,
        List<Rule> rules)
        implements Policy {
    public AuthorizationPolicy {
        selector = Map.copyOf(selector);
        rules = List.copyOf(rules);
    }

    /** What follows from a match. */
    public enum Action {
        ALLOW,
        DENY,
        AUDIT,
        CUSTOM
    }

    /** Whether requests can be refused because of it. */
    public boolean enforced() {
        return !attached && !dryRun && action != Action.AUDIT;
    }
}
