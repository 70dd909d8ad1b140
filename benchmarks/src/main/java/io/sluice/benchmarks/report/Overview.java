package io.sluice.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.benchmarks.load.Scenario;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All results of a directory, seen together.
 *
 * @param comparisons in the order of {@link Scenario}; of one scenario those of more proxies first
 * @param trials of Sluice alone, by name, as they were written
 */
public record Overview(ResultFiles files, List<Results> comparisons, Map<String, JsonNode> trials) {
    private static final String NAME = "overview";

    private record Data(String made, List<Compared> comparisons, Map<String, JsonNode> trials, List<Goal> goals) {}

    public static Overview of(Path directory) {
        ResultFiles files = new ResultFiles(directory);
        List<Results> comparisons = files.comparisons().stream()
                .sorted(Comparator.comparing((Results results) -> Scenario.named(results.scenario()))
                        .thenComparingInt(Results::connections)
                        .thenComparingInt(results -> -results.peers().size()))
                .toList();
        return new Overview(files, comparisons, files.trials());
    }

    /** Writes {@code overview.json}, {@code .txt} and {@code .svg}; returns the text. */
    public String write() {
        List<Goal> goals = Goal.of(comparisons, trials);
        String text = new OverviewText(this, goals).text();
        files.write(
                NAME,
                new Data(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        comparisons.stream().map(Compared::of).toList(),
                        trials,
                        goals),
                text);
        files.writePicture(NAME, RatioPlot.of(comparisons));
        return text;
    }
}
