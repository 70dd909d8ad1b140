package io.sluice.benchmarks.figures;

import java.util.Arrays;

/** What many rounds say about one figure. */
public record Spread(double min, double median, double max) {

    /** @param rounds figures; those that are not numbers (a percentile of no samples) are left out; of none at all everything is NaN */
    public static Spread of(double... rounds) {
        double[] sorted =
                Arrays.stream(rounds).filter(Double::isFinite).sorted().toArray();
        if (sorted.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        return new Spread(sorted[0], median, sorted[sorted.length - 1]);
    }

    /**
     * Ratios taken round by round, then their spread: a drift of the machine that both felt in the same round cancels.
     *
     * @throws IllegalArgumentException if the two were not measured in the same rounds
     */
    public static Spread ofRatios(double[] rounds, double[] reference) {
        if (rounds.length != reference.length) {
            throw new IllegalArgumentException(rounds.length + " rounds against " + reference.length);
        }
        double[] ratios = new double[rounds.length];
        Arrays.setAll(ratios, i -> rounds[i] / reference[i]);
        return of(ratios);
    }
}
