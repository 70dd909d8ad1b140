package io.sluice.router.route;

import io.sluice.router.loop.LoopRandom;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.table.Fraction;

/** A copy that a route sends. Immutable. */
public record CompiledShadow(UpstreamCluster cluster, Fraction share) {

    /** Whether this request is one of its share. */
    public boolean draws(LoopRandom random) {
        return random.chance(share.perMillion());
    }
}
