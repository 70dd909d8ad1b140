package io.sluice.router.route;

import io.sluice.router.http.RequestHead;
import io.sluice.table.cluster.Endpoint.Workload;
import org.jspecify.annotations.Nullable;

/** A host's routes, in order. Immutable. */
public final class CompiledHost {
    private final String name;
    private final boolean httpsRedirect;
    private final RouteIndex routes;

    CompiledHost(String name, boolean httpsRedirect, RouteIndex routes) {
        this.name = name;
        this.httpsRedirect = httpsRedirect;
        this.routes = routes;
    }

    public String name() {
        return name;
    }

    /** Plaintext requests are sent to {@code https}, whatever the routes say. */
    public boolean httpsRedirect() {
        return httpsRedirect;
    }

    /** The first route, in order, that matches; null if none does. */
    public @Nullable CompiledRoute firstMatch(RequestHead head, @Nullable Workload caller) {
        return routes.firstMatch(head, caller);
    }
}
