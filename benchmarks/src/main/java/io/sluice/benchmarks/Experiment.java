package io.sluice.benchmarks;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.load.ClosedLoop;
import io.sluice.benchmarks.load.OpenLoop;
import io.sluice.benchmarks.process.SystemCalls;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The order of events: all warm up, then the closed loop in interleaved rounds, then system calls are counted, then the
 * open loop in interleaved rounds at half of what the reference did in the closed loop.
 */
final class Experiment {
    private static final double OPEN_LOOP_SHARE = 0.5;

    private final Plan plan;
    private final List<Measurement> measurements;
    private final Consumer<String> progress;

    Experiment(Plan plan, List<Measurement> measurements, Consumer<String> progress) {
        this.plan = plan;
        this.measurements = measurements;
        this.progress = progress;
    }

    void closedLoop(ClosedLoop callers) {
        for (Measurement measurement : measurements) {
            progress.accept("warm-up: " + measurement.name());
            measurement.warmUp(callers);
        }
        interleaved("closed loop", measurement -> measurement.measureClosed(callers));
    }

    /** In runs of their own: counting costs the proxy a little at each call. */
    void systemCalls(ClosedLoop callers, Optional<SystemCalls> counter) {
        counter.ifPresentOrElse(
                calls -> measurements.forEach(measurement -> measurement.count(calls, callers)),
                () -> progress.accept("system calls: not counted (no perf, or not permitted; see --strace)"));
    }

    /** @return the rate, requests per second; 0 when nothing was done: the reference was not measured, or the scenario has no open loop */
    double openLoop(OpenLoop generator) {
        double rate = plan.scenario().hasOpenLoop() ? openLoopRate() : 0;
        if (rate > 0) {
            measurements.forEach(measurement -> measurement.rehearseOpen(generator, rate));
            interleaved("open loop", measurement -> measurement.measureOpen(generator, rate));
        }
        return rate;
    }

    private double openLoopRate() {
        return measurements.stream()
                .filter(measurement -> measurement.name().equals(plan.reference()))
                .mapToDouble(reference -> OPEN_LOOP_SHARE
                        * Spread.of(reference.closedLoop().stream()
                                        .mapToDouble(ClosedRound::requestsPerSecond)
                                        .toArray())
                                .median())
                .findFirst()
                .orElse(0);
    }

    /** A B C, C B A, A B C, …: a machine that grows slower does so for all. */
    private void interleaved(String what, Consumer<Measurement> round) {
        for (int i = 0; i < plan.rounds(); i++) {
            progress.accept(what + ": round " + (i + 1) + " of " + plan.rounds());
            (i % 2 == 0 ? measurements : measurements.reversed()).forEach(round);
        }
    }
}
