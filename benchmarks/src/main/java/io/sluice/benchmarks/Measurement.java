package io.sluice.benchmarks;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.WarmUp;
import io.sluice.benchmarks.load.ClosedLoop;
import io.sluice.benchmarks.load.ClosedLoopReport;
import io.sluice.benchmarks.load.OpenLoop;
import io.sluice.benchmarks.load.OpenLoopReport;
import io.sluice.benchmarks.peer.Contestant;
import io.sluice.benchmarks.peer.Parity;
import io.sluice.benchmarks.peer.Probe;
import io.sluice.benchmarks.process.CpuTime;
import io.sluice.benchmarks.process.SystemCalls;
import io.sluice.benchmarks.process.SystemCalls.Counted;
import io.sluice.benchmarks.report.PeerResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One contestant and all that is found out about it, round after round. */
final class Measurement {
    private static final double MEBIBYTE = 1024 * 1024;
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(2);

    private final Contestant contestant;
    private final Plan plan;
    private final Parity parity;
    private final double idleResidentMebibytes;
    private final WarmUp warmUp;
    private final List<ClosedRound> closedLoop = new ArrayList<>();
    private final List<OpenRound> openLoop = new ArrayList<>();
    private @Nullable Double systemCallsPerRequest;

    /** @throws IllegalStateException if the proxy does not do the work that it is said to do */
    Measurement(Contestant contestant, Probe probe, Plan plan) {
        this.contestant = contestant;
        this.plan = plan;
        this.warmUp = new WarmUp(plan.warmUpRounds());
        this.parity = Parity.of(contestant.peer(), probe);
        this.idleResidentMebibytes = residentMebibytes();
        if (!parity.seen().equals(contestant.peer().features())) {
            throw new IllegalStateException(
                    contestant.peer().name() + " should do " + contestant.peer().features()
                            + " and does " + parity.seen() + ", " + parity.canary() + " of " + parity.requests()
                            + " calls to the canary, " + parity.tries() + " tries");
        }
    }

    String name() {
        return contestant.peer().name();
    }

    void warmUp(ClosedLoop callers) {
        while (!warmUp.isOver()) {
            warmUp.add(closedRound(callers).cpuMicrosPerRequest());
        }
    }

    void measureClosed(ClosedLoop callers) {
        closedLoop.add(closedRound(callers));
    }

    private ClosedRound closedRound(ClosedLoop callers) {
        CpuTime begin = contestant.tree().cpuTime();
        ClosedLoopReport report = run(callers);
        double cpuMicros = contestant.tree().cpuTime().nanosSince(begin) / 1e3;
        return new ClosedRound(
                report.requestsPerSecond(),
                report.p50Micros(),
                report.p99Micros(),
                cpuMicros / report.requests(),
                cpuMicros / report.durationMicros(),
                residentMebibytes(),
                report.errors());
    }

    /** Callers whose proxy is gone tell less of it than the proxy itself. */
    private ClosedLoopReport run(ClosedLoop callers) {
        try {
            return callers.run(contestant.peer().port(), plan.round());
        } catch (IllegalStateException failure) {
            contestant.requireAlive();
            throw new IllegalStateException(name() + ": " + failure.getMessage(), failure);
        }
    }

    /** In a run of its own: counting costs the proxy a little at each call. */
    void count(SystemCalls systemCalls, ClosedLoop callers) {
        int port = contestant.peer().port();
        Duration counting = plan.round().compareTo(LONGEST_COUNT) < 0 ? plan.round() : LONGEST_COUNT;
        Counted counted =
                systemCalls.during(contestant.tree(), callers.command(port, counting), callers.bound(counting));
        OptionalLong calls = counted.calls();
        if (calls.isPresent()) {
            systemCallsPerRequest = (double) calls.getAsLong()
                    / callers.report(counted.output()).requests();
        }
    }

    /** A short run before the open loop counts: the generator is Java and must be compiled, too. */
    void rehearseOpen(OpenLoop generator, double rate) {
        openRound(generator, rate);
    }

    void measureOpen(OpenLoop generator, double rate) {
        openLoop.add(openRound(generator, rate));
    }

    private OpenRound openRound(OpenLoop generator, double rate) {
        CpuTime begin = contestant.tree().cpuTime();
        OpenLoopReport report = generator.run(contestant.peer().port(), rate, plan.round());
        double cpuMicros = contestant.tree().cpuTime().nanosSince(begin) / 1e3;
        return new OpenRound(
                report.answered(),
                report.latencyNanos().getValueAtPercentile(50) / 1e3,
                report.latencyNanos().getValueAtPercentile(99) / 1e3,
                report.latencyNanos().getValueAtPercentile(99.9) / 1e3,
                cpuMicros / report.answered(),
                report.errors());
    }

    private double residentMebibytes() {
        return contestant.tree().residentBytes() / MEBIBYTE;
    }

    List<ClosedRound> closedLoop() {
        return closedLoop;
    }

    PeerResult result() {
        return new PeerResult(
                name(),
                contestant.version(),
                contestant.tree().commandLine(),
                contestant.startMillis(),
                idleResidentMebibytes,
                parity,
                warmUp.rounds(),
                warmUp.isSettled(),
                closedLoop,
                systemCallsPerRequest,
                openLoop);
    }
}
