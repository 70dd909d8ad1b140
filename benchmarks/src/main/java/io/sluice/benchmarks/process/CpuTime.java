package io.sluice.benchmarks.process;

/**
 * What a process tree has used so far, by two clocks. {@code schedstat} is exact, but a thread that ends takes its figure
 * with it (a JVM's compiler threads come and go); {@code utime + stime} forget nothing, but count in steps of 10 ms.
 *
 * @param runNanos time on a CPU of the threads alive, nanoseconds; 0 when the kernel keeps no schedstat
 * @param tickNanos user and system time of all threads that ever were, nanoseconds
 * @param processes how many processes the tree holds: each rounds its ticks
 */
public record CpuTime(long runNanos, long tickNanos, int processes) {
    /** Of a process that has not begun: what it has used since then is all. */
    public static final CpuTime NONE = new CpuTime(0, 0, 1);

    static final long TICK_NANOS = 10_000_000;
    /** User and system time are each cut to whole ticks, at the begin and at the end. */
    private static final int ROUNDED_TICKS = 3;

    /** CPU used from {@code begin} to this reading, nanoseconds: the exact clock, unless the other one shows that it forgot a thread. */
    public long nanosSince(CpuTime begin) {
        long exact = runNanos - begin.runNanos;
        long coarse = tickNanos - begin.tickNanos;
        long rounding = ROUNDED_TICKS * TICK_NANOS * Math.max(processes, begin.processes);
        return coarse - exact > rounding ? coarse : exact;
    }
}
