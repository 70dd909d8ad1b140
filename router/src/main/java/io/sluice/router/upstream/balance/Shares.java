package io.sluice.router.upstream.balance;

import io.sluice.router.loop.Loop;

/** Divides requests among groups by their shares, each event loop by itself. */
public final class Shares {
    private final double[] shares;
    private final Deadlines[] loops;

    /** @param shares above 0 */
    public Shares(double[] shares, int loops) {
        this.shares = shares.clone();
        this.loops = new Deadlines[loops];
        for (int loop = 0; loop < loops; loop++) {
            Deadlines deadlines = new Deadlines(shares.length);
            for (int i = 0; i < shares.length + loop; i++) {
                deadlines.served(shares[deadlines.next()]);
            }
            this.loops[loop] = deadlines;
        }
    }

    /** Index of the group whose turn it is. */
    public int next(Loop loop) {
        Deadlines deadlines = loops[loop.index()];
        int next = deadlines.next();
        deadlines.served(shares[next]);
        return next;
    }
}
