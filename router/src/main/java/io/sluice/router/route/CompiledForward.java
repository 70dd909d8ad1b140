package io.sluice.router.route;

import io.sluice.router.route.hash.HashKeys;
import io.sluice.router.route.path.PathRewriter;
import io.sluice.table.policy.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Sending on, compiled. Immutable.
 *
 * @param authority the new {@code Host}; null = unchanged
 * @param timeoutNanos 0 = none
 * @param perTryTimeoutNanos 0 = none
 * @param avoidsPreviousHosts whether a retry looks for another endpoint
 * @param hash what a request's key is made of; null = no destination picks by hash
 * @param shadows those whose cluster exists; mostly none. Shared: never written to
 */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
public record CompiledForward(
        CompiledSplit split,
        @Nullable PathRewriter path,
        byte @Nullable [] authority,
        long timeoutNanos,
        RetryPolicy retry,
        long perTryTimeoutNanos,
        boolean avoidsPreviousHosts,
        @Nullable HashKeys hash,
        CompiledShadow[] shadows)
        implements CompiledAction {}
