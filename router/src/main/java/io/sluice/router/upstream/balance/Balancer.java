package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;
import io.sluice.table.cluster.LoadBalancing;

/** Picks one of several endpoints. Shared by the event loops; whatever it remembers, it remembers per loop. */
public interface Balancer {
    /** Index of the picked one; there is at least one. */
    int pick(Candidate[] candidates, Loop loop);

    static Balancer of(LoadBalancing declared, int loops) {
        return switch (declared) {
            case LoadBalancing.LeastRequest least -> new LeastRequest();
            case LoadBalancing.RoundRobin roundRobin -> new RoundRobin(loops);
            case LoadBalancing.Random random -> new RandomChoice();
            // The control plane reports that keys are not looked at yet; the load is still spread.
            case LoadBalancing.ConsistentHash hash -> new RandomChoice();
        };
    }
}
