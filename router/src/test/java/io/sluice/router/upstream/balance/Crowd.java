package io.sluice.router.upstream.balance;

import io.netty.channel.DefaultEventLoop;
import io.sluice.router.loop.Loop;
import java.util.Arrays;

/** Candidates of tests, and a loop to pick on. */
final class Crowd {
    static final Loop LOOP = Loop.of(new DefaultEventLoop(), 0, 7);

    private Crowd() {}

    record One(String hashName, int active, long sinceNanos) implements Candidate {}

    static Candidate[] named(String... names) {
        return Arrays.stream(names).map(name -> new One(name, 0, 0)).toArray(Candidate[]::new);
    }

    /** {@code 127.0.0.11:9001}, {@code 127.0.0.12:9001}, … */
    static Candidate[] of(int count) {
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = "127.0.0." + (11 + i) + ":9001";
        }
        return named(names);
    }

    static double[] equal(int count) {
        double[] weights = new double[count];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** How often each is picked in so many turns. */
    static int[] counts(Balancer balancer, int candidates, int turns) {
        int[] counts = new int[candidates];
        for (int i = 0; i < turns; i++) {
            counts[balancer.pick(LOOP, LOOP.random().nextLong(), 0)]++;
        }
        return counts;
    }
}
