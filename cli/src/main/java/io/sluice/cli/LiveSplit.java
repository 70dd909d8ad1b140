package io.sluice.cli;

import io.sluice.testkit.StubModel;
import java.util.Locale;

/** Shows how requests are shared, as they arrive: one line that changes on a terminal, a line a second elsewhere. */
final class LiveSplit {
    private static final int TICKS_A_LINE = 5;

    private final StubModel main;
    private final StubModel canary;
    private final boolean terminal = Boolean.getBoolean("sluice.terminal");
    private long shown;
    private int ticks;

    LiveSplit(StubModel main, StubModel canary) {
        this.main = main;
        this.canary = canary;
    }

    synchronized void print() {
        long total = main.predictions() + canary.predictions();
        if (total == shown || (!terminal && ++ticks % TICKS_A_LINE != 0)) {
            return;
        }
        shown = total;
        System.out.print(terminal ? "\r" + line() + "  " : line() + "\n");
        System.out.flush();
    }

    synchronized void last() {
        System.out.println(terminal ? "\r" + line() + "  " : line());
        System.out.flush();
    }

    private String line() {
        long first = main.predictions();
        long second = canary.predictions();
        double total = Math.max(1, first + second);
        return String.format(
                Locale.ROOT,
                "%d requests: main %d (%.1f %%), canary %d (%.1f %%)",
                first + second,
                first,
                100 * first / total,
                second,
                100 * second / total);
    }
}
