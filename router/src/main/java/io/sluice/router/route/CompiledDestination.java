package io.sluice.router.route;

import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.upstream.UpstreamCluster;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a split, resolved. Immutable.
 *
 * @param cluster null = the table names one that it does not hold: 503 {@code NC}
 */
public record CompiledDestination(@Nullable UpstreamCluster cluster, CompiledHeaders headers, ExchangeMeter meter) {}
