package io.sluice.router.route;

import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.HeaderOperations;

/**
 * The header operations of one level, route or destination. Immutable.
 */
public record CompiledHeaders(HeaderEdits request, HeaderEdits response) {
    static final CompiledHeaders NONE = new CompiledHeaders(HeaderEdits.NONE, HeaderEdits.NONE);

    static CompiledHeaders of(HeaderOperations operations) {
        return operations.equals(HeaderOperations.NONE)
                ? NONE
                : new CompiledHeaders(new HeaderEdits(operations.request()), new HeaderEdits(operations.response()));
    }

    /** Of a single destination the route goes first, and the destination has the last word; of a drawn one it is the other way. */
    public static void applyRequest(
            CompiledHeaders route, CompiledHeaders destination, boolean drawn, HeaderBlock fields) {
        (drawn ? destination : route).request().apply(fields);
        (drawn ? route : destination).request().apply(fields);
    }

    public static void applyResponse(
            CompiledHeaders route, CompiledHeaders destination, boolean drawn, HeaderBlock fields) {
        (drawn ? destination : route).response().apply(fields);
        (drawn ? route : destination).response().apply(fields);
    }
}
