package io.sluice.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.benchmarks.figures.ClosedRound;
import io.sluice.benchmarks.figures.OpenRound;
import io.sluice.benchmarks.figures.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What was set as a goal, and what was measured.
 *
 * @param most the goal: no more than that
 * @param measured median and range
 */
record Goal(String what, double most, Spread measured) {
    private static final String SLUICE = "sluice";
    private static final long MANY_REQUESTS = 10_000_000;

    boolean reached() {
        return measured.median() <= most;
    }

    /** Those of which something was measured. */
    static List<Goal> of(List<Results> comparisons, Map<String, JsonNode> trials) {
        List<Goal> goals = new ArrayList<>();
        for (Results results : comparisons) {
            switch (results.name()) {
                case "small-32" -> small(results, goals);
                case "100k-32" -> goals.add(cpu(results, "haproxy", 0.80));
                default -> {} // no goals
            }
        }
        trials.forEach((trial, data) -> {
            switch (trial) {
                case "micro" ->
                    addRow(
                            goals,
                            "bytes allocated per exchange",
                            256,
                            data,
                            row -> word(row, "benchmark", "Exchange.small"),
                            "allocatedBytes");
                case "start" ->
                    addRow(
                            goals,
                            "start to ready, ms",
                            1_000,
                            data,
                            row -> word(row, "way", "./sluice"),
                            "readyMillis");
                case "memory" -> {
                    addRow(goals, "resident MB, idle", 110, data, row -> answered(row) == 0, "residentMebibytes");
                    addRow(
                            goals,
                            "resident MB after 10 million requests",
                            160,
                            data,
                            row -> answered(row) >= MANY_REQUESTS,
                            "residentMebibytes");
                }
                case "idle" ->
                    addRow(
                            goals,
                            "KB of an idle connection",
                            8,
                            data,
                            row -> word(row, "what", "10000 connections"),
                            "kibibytesEach");
                case "growth" ->
                    addRow(
                            goals,
                            "CPU per request, 10,000 routes x 10 routes",
                            1.05,
                            data,
                            row -> row.path("routes").asInt() == 10_000,
                            "ratio");
                default -> {} // no goals
            }
        });
        return goals;
    }

    private static void small(Results results, List<Goal> goals) {
        goals.add(cpu(results, "haproxy", 0.70));
        goals.add(cpu(results, "haproxy-tcp", 1.10));
        goals.add(cpu(results, "nginx", 0.72));
        goals.add(cpu(results, "envoy", 0.22));
        goals.add(cpu(results, "netty", 0.70));
        goals.add(new Goal(
                "small-32, p99 at half load x haproxy",
                1.0,
                results.openRatio(SLUICE, "haproxy", OpenRound::p99Micros)));
        goals.add(new Goal(
                "small-32, p99.9 at half load x haproxy",
                1.5,
                results.openRatio(SLUICE, "haproxy", OpenRound::p999Micros)));
        results.peer(SLUICE)
                .map(PeerResult::systemCallsPerRequest)
                .ifPresent(calls -> goals.add(new Goal("small-32, system calls per request", 4.2, Spread.of(calls))));
        goals.removeIf(goal -> Double.isNaN(goal.measured.median()));
    }

    private static Goal cpu(Results results, String other, double most) {
        return new Goal(
                results.name() + ", CPU per request x " + other,
                most,
                results.closedRatio(SLUICE, other, ClosedRound::cpuMicrosPerRequest));
    }

    private static void addRow(
            List<Goal> goals, String what, double most, JsonNode data, Predicate<JsonNode> which, String figure) {
        StreamSupport.stream(data.path("rows").spliterator(), false)
                .filter(which)
                .map(row -> row.path(figure))
                .findFirst()
                .ifPresent(measured -> goals.add(new Goal(what, most, spread(measured))));
    }

    private static Spread spread(JsonNode measured) {
        return measured.isNumber()
                ? Spread.of(measured.asDouble())
                : new Spread(
                        measured.path("min").asDouble(),
                        measured.path("median").asDouble(),
                        measured.path("max").asDouble());
    }

    private static boolean word(JsonNode row, String field, String word) {
        return row.path(field).asText().equals(word);
    }

    private static long answered(JsonNode row) {
        return word(row, "peer", SLUICE) ? row.path("requests").asLong() : -1;
    }
}
