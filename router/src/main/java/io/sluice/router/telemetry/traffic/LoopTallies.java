package io.sluice.router.telemetry.traffic;

import java.util.Arrays;

/**
 * The series that one event loop has counted in, of one caller and one destination: one or two, mostly, and the first is the one that
 * is asked for. <em>Shared</em>: its loop alone adds to them.
 */
final class LoopTallies {
    private static final Tally[] NONE = {};

    private volatile Tally[] all = NONE;

    /**
     * @param cells of a tally that has to be made
     * @param overflow where what is too much is counted
     */
    Tally of(int kind, String flags, String principal, int cells, SeriesLimit limit, Tally overflow) {
        Tally[] known = all;
        for (Tally tally : known) {
            if (tally.kind == kind && tally.flags.equals(flags) && tally.principal.equals(principal)) {
                return tally;
            }
        }
        if (!limit.takes()) {
            return overflow;
        }
        Tally added = new Tally(kind, flags, principal, cells);
        Tally[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = added;
        all = more;
        return added;
    }

    Tally[] all() {
        return all;
    }
}
