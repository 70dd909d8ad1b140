package io.sluice.benchmarks.report;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import io.sluice.benchmarks.process.Machine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One comparison as the overview's data has it: what many rounds come to, without the rounds.
 *
 * @param name of the scenario and its connections, as in the names of files
 */
record Compared(
        String name,
        String begun,
        String revision,
        Machine machine,
        String reference,
        double openLoopRate,
        double stolenSeconds,
        List<Peer> peers,
        List<Skipped> skipped) {

    /**
     * @param cpuMicros per request, in the closed loop
     * @param cpuRatio to the reference, round by round; so are all ratios
     * @param halfLoadP99Millis from the intended send time; null without an open loop, as are its ratios
     */
    record Peer(
            String name,
            String version,
            long startMillis,
            double idleMebibytes,
            double residentMebibytes,
            @Nullable Double systemCallsPerRequest,
            Spread cpuMicros,
            Spread requestsPerSecond,
            @Nullable Spread cpuRatio,
            @Nullable Spread requestsRatio,
            @Nullable Spread halfLoadP99Millis,
            @Nullable Spread halfLoadP99Ratio,
            @Nullable Spread halfLoadP999Ratio,
            @Nullable Spread halfLoadCpuRatio,
            long errors) {}

    static Compared of(Results results) {
        return new Compared(
                results.name(),
                results.begun(),
                results.revision(),
                results.machine(),
                results.reference(),
                results.openLoopRate(),
                results.stolenSeconds(),
                results.peers().stream().map(peer -> peer(results, peer)).toList(),
                results.skipped());
    }

    private static Peer peer(Results results, PeerResult peer) {
        String name = peer.name();
        String reference = results.reference();
        return new Peer(
                name,
                peer.version(),
                peer.startMillis(),
                peer.idleResidentMebibytes(),
                results.closed(name, ClosedRound::residentMebibytes).median(),
                peer.systemCallsPerRequest(),
                results.closed(name, ClosedRound::cpuMicrosPerRequest),
                results.closed(name, ClosedRound::requestsPerSecond),
                known(results.closedRatio(name, reference, ClosedRound::cpuMicrosPerRequest)),
                known(results.closedRatio(name, reference, ClosedRound::requestsPerSecond)),
                known(results.open(name, round -> round.p99Micros() / 1e3)),
                known(results.openRatio(name, reference, OpenRound::p99Micros)),
                known(results.openRatio(name, reference, OpenRound::p999Micros)),
                known(results.openRatio(name, reference, OpenRound::cpuMicrosPerRequest)),
                peer.errors());
    }

    private static @Nullable Spread known(Spread spread) {
        return Double.isFinite(spread.median()) ? spread : null;
    }
}
