package io.sluice.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;

/** Decides when a proxy counts as warm: its last three rounds differ by less than 2 %, or the bound is reached. */
public final class WarmUp {
    private static final int QUIET_ROUNDS = 3;
    private static final double TOLERANCE = 0.02;

    private final int mostRounds;
    private final List<Double> rounds = new ArrayList<>();

    /** @param mostRounds a proxy that never settles is measured all the same after so many rounds, and marked */
    public WarmUp(int mostRounds) {
        this.mostRounds = mostRounds;
    }

    public void add(double figure) {
        rounds.add(figure);
    }

    public boolean isSettled() {
        if (rounds.size() < QUIET_ROUNDS) {
            return false;
        }
        List<Double> last = rounds.subList(rounds.size() - QUIET_ROUNDS, rounds.size());
        double min = last.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double max = last.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return max - min < TOLERANCE * min;
    }

    public boolean isOver() {
        return isSettled() || rounds.size() >= mostRounds;
    }

    public List<Double> rounds() {
        return List.copyOf(rounds);
    }
}
