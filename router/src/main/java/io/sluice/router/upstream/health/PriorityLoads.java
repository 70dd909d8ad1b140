package io.sluice.router.upstream.health;

import java.util.Arrays;

/**
 * How requests are divided among priorities, by how many endpoints of each are sound: Envoy's rule, in its whole numbers. The
 * first priority has them all until less than 5 in 7 of its endpoints are left; what it then cannot take goes to the next.
 */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
public record PriorityLoads(int[] percent, boolean[] panic) {
    /** In percent: a priority is as good as whole while that many times its sound endpoints are all of them. */
    private static final int OVERPROVISIONING = 140;

    /**
     * @param sound endpoints by priority
     * @param all endpoints by priority; none is 0
     * @param panicPercent below this share of sound endpoints all are asked, unless other priorities can take everything;
     *     0 = never
     */
    public static PriorityLoads of(int[] sound, int[] all, int panicPercent) {
        int[] health = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            health[i] = Math.min(100, OVERPROVISIONING * sound[i] / all[i]);
        }
        int available = Math.min(100, Arrays.stream(health).sum());
        boolean[] panic = new boolean[all.length];
        boolean total = true;
        for (int i = 0; i < all.length; i++) {
            panic[i] = available < 100 && 100.0 * sound[i] / all[i] < panicPercent;
            total &= panic[i];
        }
        return new PriorityLoads(total ? bySize(all) : byHealth(health, available), panic);
    }

    private static int[] byHealth(int[] health, int available) {
        int[] percent = new int[health.length];
        if (available == 0) {
            percent[0] = 100;
            return percent;
        }
        int left = 100;
        int first = -1;
        for (int i = 0; i < health.length; i++) {
            first = first < 0 && health[i] > 0 ? i : first;
            percent[i] = Math.min(left, health[i] * 100 / available);
            left -= percent[i];
        }
        percent[first] += left;
        return percent;
    }

    private static int[] bySize(int[] all) {
        int[] percent = new int[all.length];
        int total = Arrays.stream(all).sum();
        int left = 100;
        for (int i = 0; i < all.length; i++) {
            percent[i] = 100 * all[i] / total;
            left -= percent[i];
        }
        percent[0] += left;
        return percent;
    }

    /** Index of the priority that a draw of 0 … 99 falls to. */
    public int at(int draw) {
        int sum = 0;
        for (int i = 0; i < percent.length; i++) {
            sum += percent[i];
            if (draw < sum) {
                return i;
            }
        }
        return percent.length - 1;
    }
}
