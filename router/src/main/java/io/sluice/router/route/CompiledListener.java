package io.sluice.router.route;

import io.sluice.table.Role;

/**
 * A port in one role. Immutable.
 *
 * @param declaredPort what a redirect names
 * @param asksCallers whether a caller's workload decides anything here
 * @param grpcWeb whether gRPC-Web is translated
 */
public record CompiledListener(
        String name,
        Role role,
        int declaredPort,
        HostIndex hosts,
        boolean asksCallers,
        boolean grpcWeb,
        CompiledOptions options) {}
