package io.sluice.benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** With strace, which stops the proxy twice per call: a slow proxy gathers more work per call than a fast one. */
final class StraceCount implements SystemCalls {
    private static final String NAME = "strace";
    private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

    private final Path work;

    StraceCount(Path work) {
        this.work = work;
    }

    @Override
    public Counted during(ProcessTree tree, List<String> command, Duration bound) {
        List<String> strace = new ArrayList<>(List.of(NAME, "-c", "-f"));
        tree.pids().forEach(pid -> strace.addAll(List.of("-p", pid.toString())));
        Children children = new Children(work);
        String output;
        // It prints its sums when it is told to stop, which closing the children does.
        try (children) {
            Process attached = children.startOnCore(0, NAME, strace, work);
            awaitAttached(children, attached);
            output = Commands.run(command, Path.of("."), bound);
        }
        return new Counted(output, parse(children.output(NAME)));
    }

    private static void awaitAttached(Children children, Process strace) {
        while (strace.isAlive() && !children.output(NAME).contains("attached")) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** The last row of strace -c: share of time, seconds, microseconds per call, calls, errors if any, the word total. */
    static OptionalLong parse(String output) {
        return output.lines()
                .map(line -> line.strip().split(" +", -1))
                .filter(fields -> fields.length >= 5 && fields[fields.length - 1].equals("total"))
                .mapToLong(fields -> Long.parseLong(fields[3]))
                .findFirst();
    }
}
