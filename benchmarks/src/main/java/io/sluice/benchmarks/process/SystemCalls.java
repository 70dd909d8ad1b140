package io.sluice.benchmarks.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts the system calls of a process tree while a command runs. */
public sealed interface SystemCalls permits PerfCount, StraceCount {

    /** Runs {@code command} to its end, within {@code bound}; {@code tree}'s calls in that time are counted. */
    Counted during(ProcessTree tree, List<String> command, Duration bound);

    /**
     * @param output what the command printed
     * @param calls empty when they could not be counted after all
     */
    record Counted(String output, OptionalLong calls) {}

    /**
     * perf where it is installed and may count for this user; else, only if {@code straceAllowed}, strace.
     *
     * @param work an existing directory for strace's report
     */
    static Optional<SystemCalls> available(boolean straceAllowed, Path work) {
        if (PerfCount.isPermitted()) {
            return Optional.of(new PerfCount());
        }
        return straceAllowed && Executables.find("strace").isPresent()
                ? Optional.of(new StraceCount(work))
                : Optional.empty();
    }
}
