package io.sluice.router.route;

import io.sluice.router.loop.LoopRandom;
import io.sluice.table.Destination;
import io.sluice.table.Split;
import java.util.List;

/** Draws the place of a destination: weight / total, independently each time. Immutable. */
public final class Weights {
    /** Running totals: a draw below {@code bounds[i]}, and not below the one before, is destination i. */
    private final int[] bounds;

    public Weights(Split split) {
        List<Destination> declared = split.destinations();
        bounds = new int[declared.size()];
        int total = 0;
        for (int i = 0; i < bounds.length; i++) {
            total += declared.get(i).weight();
            bounds[i] = total;
        }
    }

    public int draw(LoopRandom random) {
        int last = bounds.length - 1;
        if (last == 0) {
            return 0;
        }
        int drawn = random.nextInt(bounds[last]);
        int i = 0;
        while (drawn >= bounds[i]) {
            i++;
        }
        return i;
    }
}
