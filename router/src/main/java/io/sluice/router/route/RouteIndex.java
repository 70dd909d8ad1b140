package io.sluice.router.route;

import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the first route, in order, that matches. Immutable. */
interface RouteIndex {

    /** Up to this many routes, asking one after the other is the fastest way. */
    int FEW = 8;

    @Nullable
    CompiledRoute firstMatch(RequestHead head, @Nullable Workload caller, @Nullable Claims claims);

    static RouteIndex of(List<CompiledRoute> routes, List<io.sluice.table.Route> declared) {
        return routes.size() <= FEW ? new InOrder(routes) : new RouteTrie(routes, declared);
    }

    /** The specification of every other index. */
    final class InOrder implements RouteIndex {
        private final CompiledRoute[] routes;

        InOrder(List<CompiledRoute> routes) {
            this.routes = routes.toArray(CompiledRoute[]::new);
        }

        @Override
        public @Nullable CompiledRoute firstMatch(
                RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
            for (CompiledRoute route : routes) {
                if (route.matcher().matches(head, caller, claims)) {
                    return route;
                }
            }
            return null;
        }
    }
}
