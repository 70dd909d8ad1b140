package io.sluice.router.route;

import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.policy.CompiledPolicies;
import io.sluice.table.Role;
import org.jspecify.annotations.Nullable;

/**
 * A port in one role. Immutable.
 *
 * @param declaredPort what a redirect names
 * @param policyPort what policies take for the port of the request: in the mesh that of the Service, at a gateway the bound one
 * @param asksCallers whether a caller's workload decides anything here
 * @param grpcWeb whether gRPC-Web is translated
 * @param policies those that select this router; null = none
 * @param authorizer who is asked about what they match; null = nobody
 */
public record CompiledListener(
        String name,
        Role role,
        int declaredPort,
        int policyPort,
        HostIndex hosts,
        boolean asksCallers,
        boolean grpcWeb,
        CompiledOptions options,
        @Nullable CompiledPolicies policies,
        @Nullable CompiledAuthorizer authorizer) {}
