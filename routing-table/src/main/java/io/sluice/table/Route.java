package io.sluice.table;

import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.RoutePolicies;

/**
 * A match and what follows from it.
 *
 * @param name as Istio names it: {@code http.name} or {@code http.name.match.name}; empty if the rule has none
 */
public record Route(String name, RequestMatch match, RoutePolicies policies, Action action, Origin origin) {
    public Route(String name, RequestMatch match, Action action, Origin origin) {
        this(name, match, RoutePolicies.NONE, action, origin);
    }
}
