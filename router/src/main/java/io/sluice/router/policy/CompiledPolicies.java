package io.sluice.router.policy;

import io.sluice.table.policy.Authorization;
import org.jspecify.annotations.Nullable;

/** The policies of one gate, in the order they are asked (istio.md §4.1). Immutable. */
public final class CompiledPolicies {
    private final CompiledAuthorization authorization;

    private CompiledPolicies(Authorization authorization) {
        this.authorization = new CompiledAuthorization(authorization);
    }

    /** Null if there is nothing to ask. */
    public static @Nullable CompiledPolicies of(Authorization authorization) {
        return authorization.equals(Authorization.NONE) ? null : new CompiledPolicies(authorization);
    }

    /** Null = let through. */
    public @Nullable Denial judge(Facts facts) {
        return authorization.judge(facts);
    }
}
