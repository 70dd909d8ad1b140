package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A table in which each endpoint has a share of the places by its weight; a key's place is its remainder. Endpoints take
 * places in turns, each in an order of its own (a walk over a table of prime size), so a change of one moves few keys of the
 * others. Immutable.
 */
final class Maglev implements Balancer {
    private static final int FREE = -1;

    private final int[] owners;

    Maglev(int size, Candidate[] candidates, double[] weights) {
        owners = new int[size];
        Arrays.fill(owners, FREE);
        long[] start = new long[candidates.length];
        long[] step = new long[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            byte[] name = candidates[i].hashName().getBytes(StandardCharsets.US_ASCII);
            start[i] = Long.remainderUnsigned(XxHash64.of(name, 0, name.length, 0), size);
            step[i] = Long.remainderUnsigned(XxHash64.of(name, 0, name.length, 1), Math.max(1, size - 1)) + 1;
        }
        fill(start, step, weights);
    }

    /** The heaviest takes a place every round; one of half its weight, every second. */
    private void fill(long[] place, long[] step, double[] weights) {
        double heaviest = Arrays.stream(weights).max().orElse(1);
        double[] due = new double[weights.length];
        int taken = 0;
        for (int round = 1; taken < owners.length; round++) {
            for (int i = 0; i < weights.length && taken < owners.length; i++) {
                if (round * weights[i] < due[i]) {
                    continue;
                }
                due[i] += heaviest;
                while (owners[(int) place[i]] != FREE) {
                    place[i] = (place[i] + step[i]) % owners.length;
                }
                owners[(int) place[i]] = i;
                taken++;
            }
        }
    }

    @Override
    public int pick(Loop loop, long key, int again) {
        long hash = again == 0 ? key : key ^ -again;
        return owners[(int) Long.remainderUnsigned(hash, owners.length)];
    }
}
