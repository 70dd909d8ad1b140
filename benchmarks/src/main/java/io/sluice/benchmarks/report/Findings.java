package io.sluice.benchmarks.report;

import io.sluice.benchmarks.process.Machine;
import io.sluice.benchmarks.process.Revision;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a trial of Sluice alone came to.
 *
 * @param begun ISO 8601, UTC
 * @param conditions under which it was measured, in words
 * @param rows one a row of the table
 */
public record Findings(
        String trial, String begun, String revision, Machine machine, String conditions, List<? extends Record> rows) {

    public static Findings of(String trial, Path repository, String conditions, List<? extends Record> rows) {
        return new Findings(
                trial,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                Revision.of(repository),
                Machine.here(),
                conditions,
                rows);
    }

    /** Writes {@code TRIAL.json}, and {@code TRIAL.txt} for reading. */
    public void writeTo(Path directory, Columns table) {
        new ResultFiles(directory).write(trial, this, heading(begun, revision, machine) + "\n" + text(table));
    }

    public String text(Columns table) {
        return conditions + "\n" + table.text();
    }

    /** What stands above every table: when, what and where. */
    static String heading(String begun, String revision, Machine machine) {
        return begun + ", revision " + revision + "\n" + machine.words() + "\n";
    }
}
