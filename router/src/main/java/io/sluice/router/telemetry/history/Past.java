package io.sluice.router.telemetry.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a series has done.
 *
 * @param rate requests a second, over the last ten
 * @param errors per cent of these that were answered 5xx; null = there was none
 * @param p50 milliseconds within which half of these were over
 * @param p99 the same of ninety-nine in a hundred
 * @param requests in all of the time that was asked for, as the next two
 * @param clientErrors 4xx
 * @param serverErrors 5xx
 * @param plot of that time
 */
public record Past(
        double rate,
        @Nullable Double errors,
        @Nullable Double p50,
        @Nullable Double p99,
        long requests,
        long clientErrors,
        long serverErrors,
        Plot plot) {
    public static final Past NOTHING = new Past(0, null, null, null, 0, 0, 0, Plot.EMPTY);

    /**
     * Points, the oldest first; none if nothing was ever counted.
     *
     * @param rate requests a second
     * @param errors of these, answered 5xx
     * @param p50 mean of a point's seconds, by their requests; null = there was no request
     * @param p99 of its worst second
     */
    public record Plot(List<Double> rate, List<Double> errors, List<@Nullable Double> p50, List<@Nullable Double> p99) {
        static final Plot EMPTY = new Plot(List.of(), List.of(), List.of(), List.of());
    }

    static @Nullable Double shown(double millis) {
        return Double.isNaN(millis) ? null : millis;
    }
}
