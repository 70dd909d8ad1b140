package io.sluice.table.policy;

import org.jspecify.annotations.Nullable;

/** The policies of one route; null where it has none. They run in this order: fault, CORS, headers (istio.md §4.1). */
public record RoutePolicies(@Nullable Fault fault, @Nullable Cors cors, HeaderOperations headers) {
    public static final RoutePolicies NONE = new RoutePolicies(null, null, HeaderOperations.NONE);
}
