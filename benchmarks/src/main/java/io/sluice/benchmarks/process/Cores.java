package io.sluice.benchmarks.process;

/** Who runs where: the proxy has a core to itself; generator and backends share the other. */
public final class Cores {
    public static final int LOAD = 0;
    public static final int PROXY = 1;

    private Cores() {}
}
