package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;

/** Any, with equal chance. */
final class RandomChoice implements Balancer {
    @Override
    public int pick(Candidate[] candidates, Loop loop) {
        return loop.random().nextInt(candidates.length);
    }
}
