package io.sluice.router.route;

import io.sluice.router.failure.Failure;
import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.upstream.UpstreamCluster;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a split, resolved. Immutable.
 *
 * @param cluster null = the table names one that it does not hold, or that cannot be spoken to
 * @param unreachable what is answered then
 */
public record CompiledDestination(
        @Nullable UpstreamCluster cluster, Failure unreachable, CompiledHeaders headers, ExchangeMeter meter) {}
