package io.sluice.benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** With perf's tracepoint: a fraction of a microsecond per call, so the proxy behaves as it does unwatched. */
final class PerfCount implements SystemCalls {
    private static final String EVENT = "raw_syscalls:sys_enter";

    static boolean isPermitted() {
        if (Executables.find("perf").isEmpty()) {
            return false;
        }
        try {
            // Of a command, not of a process: one that happens to sleep is "not counted", too.
            List<String> trial = List.of("perf", "stat", "-x", ",", "-e", EVENT, "--", "true");
            return parse(Commands.run(trial, Path.of("."), Duration.ofSeconds(10)))
                    .isPresent();
        } catch (IllegalStateException e) {
            // perf itself refuses: no tracepoints, or not for this user.
            return false;
        }
    }

    @Override
    public Counted during(ProcessTree tree, List<String> command, Duration bound) {
        String pids = tree.pids().stream().map(String::valueOf).collect(Collectors.joining(","));
        List<String> counted = new ArrayList<>(List.of("perf", "stat", "-x", ",", "-e", EVENT, "-p", pids, "--"));
        counted.addAll(command);
        String output = Commands.run(counted, Path.of("."), bound);
        return new Counted(output, parse(output));
    }

    /** One CSV line of perf-stat(1): the count, its unit, the event. An uncounted event has words in angle brackets instead. */
    static OptionalLong parse(String output) {
        return output.lines()
                .map(line -> line.split(",", -1))
                .filter(fields -> fields.length > 2 && fields[2].equals(EVENT))
                .filter(fields -> !fields[0].isEmpty() && fields[0].chars().allMatch(Character::isDigit))
                .mapToLong(fields -> Long.parseLong(fields[0]))
                .findFirst();
    }
}
