package io.sluice.router.live;

import java.util.List;

/**
 * How far what is seen is from what is set (χ², one degree of freedom less than there are destinations): seven in a hundred are no alarm
 * where ten are set and forty requests were drawn.
 */
public enum Drift {
    /** Too few requests to say: some destination was to get fewer than five. */
    UNKNOWN,
    /** Chance alone does as much. */
    NONE,
    /** Chance alone does as much once in a thousand times. */
    DRIFTS;

    private static final double LEAST_EXPECTED = 5;

    /** Of the normal distribution: above it lies one in a thousand. */
    private static final double Z_999 = 3.0902;

    /** @param shares above 0 at least one */
    static Drift of(List<Integer> shares, List<Long> seen) {
        double total = seen.stream().mapToLong(Long::longValue).sum();
        double weights = shares.stream().mapToLong(Integer::longValue).sum();
        double chiSquare = 0;
        int freedom = -1;
        for (int i = 0; i < shares.size(); i++) {
            double expected = total * shares.get(i) / weights;
            if (shares.get(i) == 0) {
                if (seen.get(i) > 0) {
                    return DRIFTS;
                }
                continue;
            }
            if (expected < LEAST_EXPECTED) {
                return UNKNOWN;
            }
            chiSquare += (seen.get(i) - expected) * (seen.get(i) - expected) / expected;
            freedom++;
        }
        return freedom > 0 && chiSquare > critical(freedom) ? DRIFTS : NONE;
    }

    /** Wilson and Hilferty's approximation: the cube root is nearly normal. */
    private static double critical(int freedom) {
        double ninth = 2.0 / (9 * freedom);
        double root = 1 - ninth + Z_999 * Math.sqrt(ninth);
        return freedom * root * root * root;
    }
}
