package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;

/** One after the other, each event loop by itself; loops start at different places. */
final class RoundRobin implements Balancer {
    /** Turns of different loops never share a cache line. */
    private static final int STRIDE = 16;

    private final int count;
    private final int[] turns;

    RoundRobin(int count, int loops) {
        this.count = count;
        turns = new int[loops * STRIDE];
        for (int loop = 0; loop < loops; loop++) {
            turns[loop * STRIDE] = loop;
        }
    }

    @Override
    public int pick(Loop loop, long key, int again) {
        int turn = turns[loop.index() * STRIDE]++;
        return Integer.remainderUnsigned(turn, count);
    }
}
