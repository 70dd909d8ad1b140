package io.sluice.router.route;

import io.sluice.router.loop.LoopRandom;
import io.sluice.table.Destination;
import io.sluice.table.Split;
import java.util.function.Function;

/** Draws a destination for each request. Immutable. */
public final class CompiledSplit {
    private final CompiledDestination[] destinations;
    private final Weights weights;

    CompiledSplit(Split split, Function<Destination, CompiledDestination> resolve) {
        destinations = split.destinations().stream().map(resolve).toArray(CompiledDestination[]::new);
        weights = new Weights(split);
    }

    /** How many destinations there are. */
    public int size() {
        return destinations.length;
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
        return destinations[weights.draw(random)];
    }
}
