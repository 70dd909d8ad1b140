package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.LoadBalancing.HashTable;
import io.sluice.table.cluster.LoadBalancing.Warmup;
import org.jspecify.annotations.Nullable;

/**
 * Picks one of several endpoints, which stay the same for its life. Shared by the event loops; whatever it remembers, it
 * remembers per loop.
 */
public interface Balancer {
    /**
     * Index of the picked one.
     *
     * @param key of the request, where keys count; a random number if it has none
     * @param again 0, or how often this attempt has already been given one that it was to avoid
     */
    int pick(Loop loop, long key, int again);

    /**
     * @param candidates at least one
     * @param weights theirs, above 0
     */
    static Balancer of(LoadBalancing declared, Candidate[] candidates, double[] weights, int loops) {
        return switch (declared) {
            case LoadBalancing.LeastRequest least ->
                warming(least.warmup(), candidates, weights, loops, true, new LeastRequest(candidates));
            case LoadBalancing.RoundRobin turns ->
                warming(turns.warmup(), candidates, weights, loops, false, new RoundRobin(candidates.length, loops));
            case LoadBalancing.Random random -> new RandomChoice(candidates.length);
            case LoadBalancing.ConsistentHash hash ->
                switch (hash.table()) {
                    case HashTable.Ring ring -> new RingHash(ring.minimumSize(), candidates, weights);
                    case HashTable.Maglev maglev -> new Maglev(maglev.size(), candidates, weights);
                };
        };
    }

    /** Weights that differ need turns by deadline; so do equal ones, while somebody warms up. */
    private static Balancer warming(
            @Nullable Warmup warmup,
            Candidate[] candidates,
            double[] weights,
            int loops,
            boolean byLoad,
            Balancer ofEquals) {
        Balancer lasting = equal(weights)
                ? ofEquals
                : new WeightedTurns(new CurrentWeights(candidates, weights, null, byLoad), loops);
        if (warmup == null) {
            return lasting;
        }
        CurrentWeights growing = new CurrentWeights(candidates, weights, warmup, byLoad);
        return new SlowStart(new WeightedTurns(growing, loops), growing.warmNanos(), lasting);
    }

    private static boolean equal(double[] weights) {
        for (double weight : weights) {
            if (weight != weights[0]) {
                return false;
            }
        }
        return true;
    }
}
