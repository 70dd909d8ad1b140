package io.sluice.router.route;

import io.sluice.router.loop.LoopRandom;
import io.sluice.table.Destination;
import io.sluice.table.Split;
import java.util.List;
import java.util.function.Function;

/** Draws a destination: weight / total, independently for each request. Immutable. */
public final class CompiledSplit {
    private final CompiledDestination[] destinations;

    /** Running totals: a draw below {@code bounds[i]}, and not below the one before, is destination i. */
    private final int[] bounds;

    CompiledSplit(Split split, Function<Destination, CompiledDestination> resolve) {
        List<Destination> declared = split.destinations();
        destinations = declared.stream().map(resolve).toArray(CompiledDestination[]::new);
        bounds = new int[destinations.length];
        int total = 0;
        for (int i = 0; i < bounds.length; i++) {
            total += declared.get(i).weight();
            bounds[i] = total;
        }
    }

    /** The destination declared at a position. */
    public CompiledDestination destination(int i) {
        return destinations[i];
    }

    /** Whether a draw is made at all. */
    public boolean weighted() {
        return destinations.length > 1;
    }

    public CompiledDestination draw(LoopRandom random) {
        int last = bounds.length - 1;
        if (last == 0) {
            return destinations[0];
        }
        int drawn = random.nextInt(bounds[last]);
        int i = 0;
        while (drawn >= bounds[i]) {
            i++;
        }
        return destinations[i];
    }
}
