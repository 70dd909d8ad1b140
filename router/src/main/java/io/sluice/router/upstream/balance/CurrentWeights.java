package io.sluice.router.upstream.balance;

import io.sluice.table.cluster.LoadBalancing.Warmup;
import org.jspecify.annotations.Nullable;

/** What each candidate weighs now: its declared weight, less while it warms up, and less the busier it is. Immutable. */
final class CurrentWeights {
    private final Candidate[] candidates;
    private final double[] weights;
    private final @Nullable Warmup warmup;
    private final boolean byLoad;

    CurrentWeights(Candidate[] candidates, double[] weights, @Nullable Warmup warmup, boolean byLoad) {
        this.candidates = candidates;
        this.weights = weights;
        this.warmup = warmup;
        this.byLoad = byLoad;
    }

    int count() {
        return candidates.length;
    }

    double declared(int i) {
        return weights[i];
    }

    double now(int i) {
        Warmup slow = warmup;
        double warm =
                slow == null ? weights[i] : weights[i] * share(slow, System.nanoTime() - candidates[i].sinceNanos());
        return byLoad ? warm / (candidates[i].active() + 1) : warm;
    }

    /** Which part of its weight a candidate of this age has. */
    static double share(Warmup warmup, long ageNanos) {
        long durationNanos = warmup.duration().toNanos();
        if (ageNanos >= durationNanos) {
            return 1;
        }
        double time = Math.max(ageNanos, 1_000_000) / (double) durationNanos;
        return Math.min(1, Math.max(Math.pow(time, 1 / warmup.aggression()), warmup.minimumPercent() / 100));
    }

    /** When the youngest will be warm ({@link System#nanoTime}). */
    long warmNanos() {
        Warmup slow = warmup;
        long youngest = candidates[0].sinceNanos();
        for (Candidate candidate : candidates) {
            youngest = candidate.sinceNanos() - youngest > 0 ? candidate.sinceNanos() : youngest;
        }
        return slow == null ? youngest : youngest + slow.duration().toNanos();
    }
}
