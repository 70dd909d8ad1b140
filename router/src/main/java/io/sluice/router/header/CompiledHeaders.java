package io.sluice.router.header;

import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.HeaderOperations;

/** The header operations of one level, route or destination. Immutable. */
public record CompiledHeaders(HeaderEdits request, HeaderEdits response) {
    public static final CompiledHeaders NONE = new CompiledHeaders(HeaderEdits.NONE, HeaderEdits.NONE);

    public static CompiledHeaders of(HeaderOperations operations) {
        return operations.equals(HeaderOperations.NONE)
                ? NONE
                : new CompiledHeaders(new HeaderEdits(operations.request()), new HeaderEdits(operations.response()));
    }

    /** Of a single destination the route goes first, and the destination has the last word; of a drawn one it is the other way. */
    public static void applyRequest(
            CompiledHeaders route, CompiledHeaders destination, boolean drawn, HeaderBlock fields, StreamInfo info) {
        (drawn ? destination : route).request().apply(fields, info);
        (drawn ? route : destination).request().apply(fields, info);
    }

    public static void applyResponse(
            CompiledHeaders route, CompiledHeaders destination, boolean drawn, HeaderBlock fields, StreamInfo info) {
        (drawn ? destination : route).response().apply(fields, info);
        (drawn ? route : destination).response().apply(fields, info);
    }
}
