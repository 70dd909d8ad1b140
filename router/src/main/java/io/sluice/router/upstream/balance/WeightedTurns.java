package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;

/** Turns by weight, each event loop by itself: exact over a cycle while weights stand. */
final class WeightedTurns implements Balancer {
    private final CurrentWeights weights;
    private final Deadlines[] loops;

    WeightedTurns(CurrentWeights weights, int loops) {
        this.weights = weights;
        this.loops = new Deadlines[loops];
        for (int loop = 0; loop < loops; loop++) {
            Deadlines deadlines = new Deadlines(weights.count());
            // Everybody's first turn is due one interval from the start, as every later one is.
            for (int i = 0; i < weights.count(); i++) {
                deadlines.served(weights.declared(deadlines.next()));
            }
            // Loops start at different places, or all would call on the heaviest at once.
            for (int turn = 0; turn < loop; turn++) {
                deadlines.served(weights.declared(deadlines.next()));
            }
            this.loops[loop] = deadlines;
        }
    }

    @Override
    public int pick(Loop loop, long key, int again) {
        Deadlines deadlines = loops[loop.index()];
        int picked = deadlines.next();
        deadlines.served(weights.now(picked));
        return picked;
    }
}
