package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;

/** The less busy of two drawn at random: nearly as even as knowing all, at the cost of two reads. */
final class LeastRequest implements Balancer {
    private final Candidate[] candidates;

    LeastRequest(Candidate[] candidates) {
        this.candidates = candidates;
    }

    @Override
    public int pick(Loop loop, long key, int again) {
        int count = candidates.length;
        if (count == 1) {
            return 0;
        }
        int first = loop.random().nextInt(count);
        int second = loop.random().nextInt(count - 1);
        if (second >= first) {
            second++;
        }
        return candidates[second].active() < candidates[first].active() ? second : first;
    }
}
