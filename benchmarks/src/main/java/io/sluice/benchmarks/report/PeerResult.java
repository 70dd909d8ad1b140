package io.sluice.benchmarks.report;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.peer.Parity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured of one proxy.
 *
 * @param commandLine as it ran
 * @param startMillis from its start to its first good answer
 * @param idleResidentMebibytes after the parity check, before any load
 * @param warmUpCpuMicros CPU per request of each warm-up round
 * @param settled whether the last of these differed by less than 2 %
 * @param systemCallsPerRequest null when they could not be counted
 */
public record PeerResult(
        String name,
        String version,
        String commandLine,
        long startMillis,
        double idleResidentMebibytes,
        Parity parity,
        List<Double> warmUpCpuMicros,
        boolean settled,
        List<ClosedRound> closedLoop,
        @Nullable Double systemCallsPerRequest,
        List<OpenRound> openLoop) {

    /** Requests without a good answer, of both loops. */
    public long errors() {
        return closedLoopErrors()
                + openLoop.stream().mapToLong(OpenRound::errors).sum();
    }

    /**
     * Those that are not for want of speed: the open loop has one rate for all, and a proxy that cannot do it leaves requests unanswered, which
     * is what was to be found out.
     */
    long errors(double openLoopRate) {
        double most = Spread.of(closedLoop.stream()
                        .mapToDouble(ClosedRound::requestsPerSecond)
                        .toArray())
                .median();
        return most < openLoopRate ? closedLoopErrors() : errors();
    }

    private long closedLoopErrors() {
        return closedLoop.stream().mapToLong(ClosedRound::errors).sum();
    }
}
