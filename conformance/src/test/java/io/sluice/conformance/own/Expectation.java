package io.sluice.conformance.own;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds what was seen against what was expected. What a case does not mention is not looked at. */
final class Expectation {
    /** Shares of these are met within ten points, as the suites that the rows come from do. */
    private static final Set<String> SHARES = Set.of("shares", "statuses", "copies");

    private static final double TOLERANCE = 10;

    private Expectation() {}

    /** A line a difference; empty if there is none. */
    static List<String> differences(Map<?, ?> expected, Map<String, @Nullable Object> seen) {
        List<String> differences = new ArrayList<>();
        expected.forEach((key, wanted) -> {
            String name = String.valueOf(key);
            Object found = seen.get(name);
            if (!(seen.containsKey(name) || wanted == null)) {
                differences.add(name + ": expected " + wanted + ", but there is none; seen " + seen);
            } else if (name.equals("atLeastMillis")) {
                if (Long.parseLong(String.valueOf(found)) < Long.parseLong(String.valueOf(wanted))) {
                    differences.add(name + ": expected " + wanted + ", took " + found);
                }
            } else if (SHARES.contains(name)) {
                shares(name, OwnCases.map(wanted, name), OwnCases.map(found, name), differences);
            } else if (wanted instanceof Map<?, ?> parts && found instanceof Map<?, ?> all && isPartial(name)) {
                parts.forEach((part, value) -> same(name + "." + part, value, all.get(part), differences));
            } else {
                same(name, wanted, found, differences);
            }
        });
        return differences;
    }

    /** Of headers, those that are named are looked at. */
    private static boolean isPartial(String name) {
        return name.equals("response") || name.equals("upstream");
    }

    private static void shares(String name, Map<?, ?> wanted, Map<?, ?> found, List<String> differences) {
        Set<Object> all = new java.util.TreeSet<>(java.util.Comparator.comparing(String::valueOf));
        wanted.keySet().forEach(key -> all.add(String.valueOf(key)));
        found.keySet().forEach(key -> all.add(String.valueOf(key)));
        for (Object key : all) {
            double share = number(wanted, key);
            double got = number(found, key);
            double tolerance = share == 0 || share == 100 ? 0 : TOLERANCE;
            if (Math.abs(share - got) > tolerance) {
                differences.add(name + ": expected " + wanted + ", got " + found);
                return;
            }
        }
    }

    private static double number(Map<?, ?> shares, Object key) {
        for (Map.Entry<?, ?> entry : shares.entrySet()) {
            if (String.valueOf(entry.getKey()).equals(key)) {
                return Double.parseDouble(String.valueOf(entry.getValue()));
            }
        }
        return 0;
    }

    private static void same(String name, @Nullable Object wanted, @Nullable Object found, List<String> differences) {
        if (!text(wanted).equals(text(found))) {
            differences.add(name + ": expected " + text(wanted) + ", got " + text(found));
        }
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case Double number when number == Math.rint(number) -> String.valueOf(number.longValue());
            case Map<?, ?> map -> {
                Map<String, String> sorted = new java.util.TreeMap<>();
                map.forEach((key, each) -> sorted.put(String.valueOf(key), text(each)));
                yield sorted.toString();
            }
            case List<?> list -> list.stream().map(Expectation::text).toList().toString();
            case Object other -> String.valueOf(other);
        };
    }
}
