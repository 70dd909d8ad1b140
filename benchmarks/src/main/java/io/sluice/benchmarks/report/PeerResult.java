package io.sluice.benchmarks.report;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
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

    public long errors() {
        return closedLoop.stream().mapToLong(ClosedRound::errors).sum()
                + openLoop.stream().mapToLong(OpenRound::errors).sum();
    }
}
