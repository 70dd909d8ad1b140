package io.sluice.router.route;

import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.table.Host;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A host's routes, in order. Immutable. */
public final class CompiledHost {
    private final Host declared;
    private final List<CompiledRoute> routes;
    private final RouteIndex index;

    /** @param routes of {@code declared}, in its order */
    CompiledHost(Host declared, List<CompiledRoute> routes) {
        this.declared = declared;
        this.routes = List.copyOf(routes);
        index = RouteIndex.of(routes, declared.routes());
    }

    /** What it was compiled from: for people who ask why. */
    public Host declared() {
        return declared;
    }

    /** Each made from the declared route at its position. */
    public List<CompiledRoute> routes() {
        return routes;
    }

    /** Plaintext requests are sent to {@code https}, whatever the routes say. */
    public boolean httpsRedirect() {
        return declared.httpsRedirect();
    }

    /** The first route, in order, that matches; null if none does. */
    public @Nullable CompiledRoute firstMatch(RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
        return index.firstMatch(head, caller, claims);
    }
}
