package io.sluice.router.loop;

/**
 * A share of what comes, by turns and not by chance: drawing would change what routes draw. Each event loop has turns of its own, a cache
 * line apart.
 */
public final class Turns {
    private static final int MILLION = 1_000_000;
    private static final int STRIDE = 16;

    private final int perMillion;
    private final int[] owed;

    public Turns(int perMillion, int loops) {
        this.perMillion = perMillion;
        owed = new int[loops * STRIDE];
    }

    /** Whether this one is among them. */
    public boolean take(int loop) {
        int now = owed[loop * STRIDE] + perMillion;
        boolean due = now >= MILLION;
        owed[loop * STRIDE] = due ? now - MILLION : now;
        return due;
    }
}
