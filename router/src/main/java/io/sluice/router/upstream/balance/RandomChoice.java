package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;

/** Any, with equal chance, whatever its weight. */
final class RandomChoice implements Balancer {
    private final int count;

    RandomChoice(int count) {
        this.count = count;
    }

    @Override
    public int pick(Loop loop, long key, int again) {
        return loop.random().nextInt(count);
    }
}
