package io.sluice.benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Counts the system calls of a process tree while a command runs, with {@code perf}. */
public final class SystemCalls {
    private static final String EVENT = "raw_syscalls:sys_enter";

    private SystemCalls() {}

    /**
     * @param output what the command printed
     * @param calls empty when the kernel does not let us count
     */
    public record Counted(String output, OptionalLong calls) {}

    /** Whether {@code perf} is here and may count for this user. */
    public static boolean canBeCounted() {
        try {
            ProcessTree self = new ProcessTree(ProcessHandle.current().pid());
            return Executables.find("perf").isPresent()
                    && during(self, List.of("sleep", "0.1"), Duration.ofSeconds(10))
                            .calls()
                            .isPresent();
        } catch (IllegalStateException e) {
            // perf itself refuses: no tracepoints, or not for this user.
            return false;
        }
    }

    /** Runs {@code command} to its end, within {@code bound}; {@code tree}'s calls in that time are counted. */
    public static Counted during(ProcessTree tree, List<String> command, Duration bound) {
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
