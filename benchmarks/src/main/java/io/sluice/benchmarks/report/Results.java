package io.sluice.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.sluice.benchmarks.peer.Candidate.Skipped;
import io.sluice.benchmarks.process.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One run as data.
 *
 * @param begun ISO 8601, UTC
 * @param revision of this project, with {@code -dirty} when the tree differed from it; "unknown" outside a checkout
 * @param reference the peer that ratios are taken against
 * @param openLoopRate requests per second, the same for all; 0 when there was no open loop
 * @param stolenSeconds CPU time that a hypervisor kept from the machine during the run: large values void it
 */
public record Results(
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

    public Optional<PeerResult> referencePeer() {
        return peers.stream().filter(peer -> peer.name().equals(reference)).findFirst();
    }

    public long errors() {
        return peers.stream().mapToLong(PeerResult::errors).sum();
    }

    /** Writes {@code NAME.json}, {@code NAME.txt} and {@code NAME.svg}; returns the table. */
    public String writeTo(Path directory) {
        String name = begun.replace(":", "").replace("-", "") + "-" + scenario + "-" + connections;
        String table = TextTable.of(this);
        try {
            Files.createDirectories(directory);
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValue(directory.resolve(name + ".json").toFile(), this);
            Files.writeString(directory.resolve(name + ".txt"), table);
            Files.writeString(directory.resolve(name + ".svg"), Plot.of(this));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
