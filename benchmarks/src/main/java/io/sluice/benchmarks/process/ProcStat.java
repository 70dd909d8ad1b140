package io.sluice.benchmarks.process;

/** Readings of {@code /proc} text, see proc(5). */
final class ProcStat {
    private static final int UTIME = 11;
    private static final int CSTIME = 14;

    private ProcStat() {}

    /**
     * User and system time of a process and of its children that have ended, from {@code /proc/PID/stat}.
     *
     * @return clock ticks
     */
    static long cpuTicks(String stat) {
        // The command's name may hold spaces and parentheses; the fields after the last parenthesis do not.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
        long ticks = 0;
        for (int field = UTIME; field <= CSTIME; field++) {
            ticks += Long.parseLong(fields[field]);
        }
        return ticks;
    }

    /** Time on a CPU, nanoseconds: the first field of {@code /proc/PID/task/TID/schedstat}. */
    static long runNanos(String schedstat) {
        return Long.parseLong(schedstat.strip().split(" ", -1)[0]);
    }

    /** A {@code kB} line of {@code /proc/PID/status} or {@code /proc/meminfo}; 0 when it is missing (a kernel thread, a zombie). */
    static long kibibytes(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** The {@code steal} column of the first line of {@code /proc/stat}, clock ticks. */
    static long stealTicks(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
        return fields.length > 8 ? Long.parseLong(fields[8]) : 0;
    }
}
