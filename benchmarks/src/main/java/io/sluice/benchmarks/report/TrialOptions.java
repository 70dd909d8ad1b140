package io.sluice.benchmarks.report;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all trials of Sluice alone can be told. */
public final class TrialOptions {
    @Option(names = "--results", paramLabel = "DIR", description = "Write the figures there, too, as data.")
    private @Nullable Path results;

    @Option(names = "--repository", hidden = true, defaultValue = ".")
    private Path repository = Path.of(".");

    /** The root, where {@code ./sluice} is. */
    public Path repository() {
        return repository.toAbsolutePath().normalize();
    }

    /** Prints the table, and writes it where that was asked for. */
    public void report(String trial, String conditions, List<? extends Record> rows, Columns table) {
        Findings findings = Findings.of(trial, repository, conditions, rows);
        System.out.print(findings.text(table));
        if (results != null) {
            findings.writeTo(results, table);
        }
    }

    /** To standard error: what goes on is not what was found. */
    public static void progress(String line) {
        System.err.println(line);
    }
}
