package io.sluice.conformance.compare;

import io.sluice.conformance.feature.Ideal;
import io.sluice.conformance.feature.Rules;
import io.sluice.conformance.observation.Outcome.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How often what happened, of a repeated exchange. */
final class CountComparison {
    private static final double SIGMAS = 5;
    private static final double ROUNDING = 1e-9;

    private CountComparison() {}

    static List<Difference> differences(Rules.Counts rule, Ideal ideal, Counted expected, Counted observed) {
        return switch (rule) {
            case IGNORE -> List.of();
            case EXACT ->
                expected.equals(observed)
                        ? List.of()
                        : List.of(new Difference("counts", shown(expected), shown(observed)));
            case SINGLE_UPSTREAM -> single(expected, observed);
            case SEVERAL_UPSTREAMS ->
                observed.upstream().size() > 1
                        ? List.of()
                        : List.of(new Difference("upstreams", "several", sorted(observed.upstream())));
            case SHARES -> shares(ideal, expected, observed);
        };
    }

    private static List<Difference> single(Counted expected, Counted observed) {
        List<Difference> differences = new ArrayList<>();
        if (observed.upstream().size() != 1) {
            differences.add(new Difference("upstreams", "one", sorted(observed.upstream())));
        }
        if (!expected.status().equals(observed.status())) {
            differences.add(new Difference("status counts", sorted(expected.status()), sorted(observed.status())));
        }
        return differences;
    }

    private static List<Difference> shares(Ideal ideal, Counted expected, Counted observed) {
        List<Difference> differences = new ArrayList<>();
        Sides status = new Sides("status", expected.status(), observed.status(), ideal.status());
        Sides upstream = new Sides("upstream", expected.upstream(), observed.upstream(), ideal.upstream());
        for (Sides sides : List.of(status, upstream)) {
            differences.addAll(sides.differences(expected.requests(), observed.requests()));
        }
        return differences;
    }

    private record Sides(
            String side, Map<String, Integer> expected, Map<String, Integer> observed, Map<String, Double> ideal) {

        /**
         * Each share within five standard deviations of the ideal one or, without that, of the recorded one, which was a sample itself. A
         * share of 0 or 1 has no deviation.
         */
        List<Difference> differences(int recorded, int requests) {
            Set<String> names = new TreeSet<>(expected.keySet());
            names.addAll(observed.keySet());
            names.addAll(ideal.keySet());
            double variances = ideal.isEmpty() ? 1.0 / requests + 1.0 / recorded : 1.0 / requests;
            List<Difference> differences = new ArrayList<>();
            for (String name : names) {
                double wanted = ideal.isEmpty()
                        ? expected.getOrDefault(name, 0) / (double) recorded
                        : ideal.getOrDefault(name, 0.0);
                double seen = observed.getOrDefault(name, 0) / (double) requests;
                double p = Math.clamp(wanted, 0.0, 1.0);
                double allowed = SIGMAS * Math.sqrt(p * (1 - p) * variances);
                if (Math.abs(seen - wanted) > allowed + ROUNDING) {
                    differences.add(new Difference(
                            side + " share of " + name,
                            String.format(Locale.ROOT, "%.3f ± %.3f", wanted, allowed),
                            String.format(Locale.ROOT, "%.3f", seen)));
                }
            }
            return differences;
        }
    }

    static String shown(Counted counted) {
        return counted.requests() + " requests, status " + sorted(counted.status()) + ", upstream "
                + sorted(counted.upstream());
    }

    private static String sorted(Map<String, Integer> counts) {
        return new TreeMap<>(counts).toString();
    }
}
