package io.sluice.router.route;

import io.sluice.router.loop.LoopRandom;
import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.table.Fraction;

/**
 * A copy that a route sends. Immutable.
 *
 * @param meter of the copies that went to an endpoint
 */
public record CompiledShadow(UpstreamCluster cluster, Fraction share, ExchangeMeter meter) {

    /** Whether this request is one of its share. */
    public boolean draws(LoopRandom random) {
        return random.chance(share.perMillion());
    }
}
