package io.sluice.benchmarks.everything;

import io.sluice.benchmarks.load.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One program of this directory, and what it is told.
 *
 * @param name of its results; of comparisons, the scenario and its connections
 * @param program a script of {@code benchmarks/}
 * @param arguments where figures are to be quoted
 * @param quickArguments where it is only to be seen that all works
 */
record Step(String name, String program, List<String> arguments, List<String> quickArguments) {
    /** Beside the scenario's own number. */
    private static final List<Integer> OTHER_CONNECTIONS = List.of(1, 512);

    static List<Step> all() {
        return Stream.of(comparisons(), Stream.of(mesh()), trials())
                .flatMap(steps -> steps)
                .toList();
    }

    /** What a mesh puts on the way, against one router: latency at half of what that way can do, which is less than other proxies can. */
    private static Step mesh() {
        Step small = comparison("small", 32);
        UnaryOperator<List<String>> told = arguments -> Stream.concat(
                        arguments.stream(),
                        Stream.of("--peers", "sidecars,sluice", "--reference", "sidecars", "--name", "mesh-32"))
                .toList();
        return new Step("mesh-32", "run", told.apply(small.arguments), told.apply(small.quickArguments));
    }

    private static Stream<Step> comparisons() {
        return Arrays.stream(Scenario.values())
                .flatMap(scenario -> connections(scenario)
                        .sorted()
                        .mapToObj(connections -> comparison(scenario.word(), connections)));
    }

    private static IntStream connections(Scenario scenario) {
        IntStream own = IntStream.of(scenario.connections());
        return scenario == Scenario.SMALL
                ? IntStream.concat(own, OTHER_CONNECTIONS.stream().mapToInt(Integer::intValue))
                : own;
    }

    private static Step comparison(String scenario, int connections) {
        List<String> arguments = List.of("--scenario", scenario, "--conns", Integer.toString(connections));
        List<String> quick = new ArrayList<>(arguments);
        quick.add("--quick");
        return new Step(scenario + "-" + connections, "run", arguments, quick);
    }

    private static Stream<Step> trials() {
        return Stream.of(
                trial("micro", "--quick"),
                trial("start", "--rounds 1"),
                trial("memory", "--requests 10000,50000"),
                trial("growth", "--rounds 1 --secs 1"),
                trial("idle", "--connections 10,1000 --secure-connections 100 --streams 1000 --secs 1"),
                trial("scale", "--deployments 20 --changes 2 --settle-seconds 1 --idle-seconds 2"));
    }

    private static Step trial(String name, String quick) {
        return new Step(name, name, List.of(), List.of(quick.split(" ", -1)));
    }

    /** Whether it compares whoever is there. */
    boolean comparesAll() {
        return isComparison() && !arguments.contains("--peers");
    }

    /** Whether it compares proxies, and so takes rounds and seconds. */
    boolean isComparison() {
        return program.equals("run");
    }
}
