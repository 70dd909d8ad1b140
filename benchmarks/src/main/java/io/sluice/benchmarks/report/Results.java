package io.sluice.benchmarks.report;

import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.Spread;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import io.sluice.benchmarks.process.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One run as data.
 *
 * @param name what it is called, in the directory of results and elsewhere
 * @param begun ISO 8601, UTC
 * @param revision of this project, with {@code -dirty} when the tree differed from it; "unknown" outside a checkout
 * @param reference the peer that ratios are taken against
 * @param openLoopRate requests per second, the same for all; 0 when there was no open loop
 * @param stolenSeconds CPU time that a hypervisor kept from the machine during the run: large values void it
 */
public record Results(
        String name,
        String begun,
        String revision,
        Machine machine,
        String scenario,
        int connections,
        int secondsPerRound,
        String reference,
        double openLoopRate,
        double stolenSeconds,
        List<PeerResult> peers,
        List<Skipped> skipped) {

    /** Requests without a good answer that a proxy could have given: any voids the run. */
    public long errors() {
        return peers.stream().mapToLong(peer -> peer.errors(openLoopRate)).sum();
    }

    /** Writes {@code NAME.json}, {@code NAME.txt} and {@code NAME.svg}; returns the table. */
    public String writeTo(Path directory) {
        ResultFiles files = new ResultFiles(directory);
        String table = TextTable.of(this);
        files.write(name, this, table);
        files.writePicture(name, Plot.of(this));
        return table;
    }

    /** What one proxy's rounds of the closed loop say of a figure; of a proxy that was not measured nothing. */
    Spread closed(String peer, ToDoubleFunction<ClosedRound> figure) {
        return Spread.of(closedRounds(peer, figure));
    }

    Spread open(String peer, ToDoubleFunction<OpenRound> figure) {
        return Spread.of(openRounds(peer, figure));
    }

    /** The same against another proxy, round by round. */
    Spread closedRatio(String peer, String other, ToDoubleFunction<ClosedRound> figure) {
        return ratios(closedRounds(peer, figure), closedRounds(other, figure));
    }

    Spread openRatio(String peer, String other, ToDoubleFunction<OpenRound> figure) {
        return ratios(openRounds(peer, figure), openRounds(other, figure));
    }

    private static Spread ratios(double[] rounds, double[] reference) {
        return rounds.length == 0 || reference.length == 0 ? Spread.of() : Spread.ofRatios(rounds, reference);
    }

    private double[] closedRounds(String peer, ToDoubleFunction<ClosedRound> figure) {
        return rounds(peer, PeerResult::closedLoop, figure);
    }

    private double[] openRounds(String peer, ToDoubleFunction<OpenRound> figure) {
        return rounds(peer, PeerResult::openLoop, figure);
    }

    private <R> double[] rounds(String peer, Function<PeerResult, List<R>> loop, ToDoubleFunction<R> figure) {
        return peer(peer).map(loop).orElse(List.of()).stream()
                .mapToDouble(figure)
                .toArray();
    }

    Optional<PeerResult> peer(String name) {
        return peers.stream().filter(peer -> peer.name().equals(name)).findFirst();
    }
}
