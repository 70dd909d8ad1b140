package io.sluice.router.explain;

import io.sluice.table.Route;
import io.sluice.table.policy.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What of a route may answer a request or delay it, in the order it is met; a line each. */
final class Policies {
    private final List<String> lines = new ArrayList<>();

    private Policies() {}

    static List<String> of(Walk walk) {
        Policies policies = new Policies();
        Route route = walk.declaredRoute();
        if (route != null) {
            policies.route(route);
        }
        return policies.lines;
    }

    private void route(Route route) {
        Fault fault = route.policies().fault();
        if (fault != null && fault.delay() != null) {
            lines.add("fault: a delay of " + fault.delay().duration() + " for "
                    + fault.delay().share().perMillion() / 10_000.0 + " %");
        }
        if (fault != null && fault.abort() != null) {
            lines.add("fault: " + fault.abort().answer() + " for "
                    + fault.abort().share().perMillion() / 10_000.0 + " %");
        }
        if (route.policies().cors() != null) {
            lines.add("cors: origins "
                    + route.policies().cors().allowOrigins().stream()
                            .map(Words::of)
                            .collect(Collectors.joining(", ")));
        }
    }
}
