package io.sluice.router.telemetry.history;

/**
 * Which points a plot has.
 *
 * @param points how many, the last of which ends with the last second
 * @param step seconds of each
 */
public record Span(int points, int step) {
    /** A minute, second by second. */
    public static final Span MINUTE = new Span(60, 1);

    public Span {
        if (points < 1 || step < 1 || (long) points * step > History.SECONDS) {
            throw new IllegalArgumentException(points + " points of " + step + " s: they must be at least 1 each, and "
                    + History.SECONDS + " s together at most");
        }
    }

    /** Points of whole steps, so that a picture does not flicker as it moves: the last may not be over. */
    long first(long second) {
        return second - second % step - (long) (points - 1) * step;
    }

    long seconds() {
        return (long) points * step;
    }
}
