package io.sluice.router.upstream.balance;

/**
 * Who is next, when each is to be served so often as its weight says: the one whose next turn is due first (a heap), and
 * among equals the one that has waited longest. Confined to its event loop.
 */
final class Deadlines {
    private final int[] heap;
    private final double[] due;
    private final long[] waitingSince;

    /** A turn is due at {@code from + turns / weight}: no sum of fractions, so that weights come out exactly. */
    private final double[] from;

    private final double[] turns;
    private final double[] weight;
    private long clock;

    Deadlines(int count) {
        heap = new int[count];
        due = new double[count];
        waitingSince = new long[count];
        from = new double[count];
        turns = new double[count];
        weight = new double[count];
        for (int i = 0; i < count; i++) {
            heap[i] = i;
            waitingSince[i] = clock++;
        }
    }

    /** Index of the one that is next. */
    int next() {
        return heap[0];
    }

    /** The one that is next has been served, and is to be served again by this weight, which is above 0. */
    void served(double newWeight) {
        int served = heap[0];
        if (newWeight != weight[served]) {
            weight[served] = newWeight;
            from[served] = due[served];
            turns[served] = 0;
        }
        turns[served]++;
        due[served] = from[served] + turns[served] / newWeight;
        waitingSince[served] = clock++;
        siftDown();
    }

    private void siftDown() {
        int at = 0;
        while (true) {
            int least = at;
            int left = 2 * at + 1;
            if (left < heap.length && before(heap[left], heap[least])) {
                least = left;
            }
            if (left + 1 < heap.length && before(heap[left + 1], heap[least])) {
                least = left + 1;
            }
            if (least == at) {
                return;
            }
            int moved = heap[at];
            heap[at] = heap[least];
            heap[least] = moved;
            at = least;
        }
    }

    private boolean before(int a, int b) {
        return due[a] < due[b] || (due[a] == due[b] && waitingSince[a] < waitingSince[b]);
    }
}
