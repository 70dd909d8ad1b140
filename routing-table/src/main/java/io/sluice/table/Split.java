package io.sluice.table;

import java.util.List;

/**
 * Weighted destinations: each request draws one, with probability weight / total. Weight 0 is never drawn; a single
 * destination is always drawn, whatever its weight.
 *
 * @param destinations at least one; if several, the total of their weights is above 0
 */
public record Split(List<Destination> destinations) {
    public Split {
        destinations = List.copyOf(destinations);
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("a split without destinations");
        }
        long total = destinations.stream().mapToLong(Destination::weight).sum();
        if (destinations.size() > 1 && (total < 1 || total > Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("total destination weight = " + total);
        }
    }

    /** Whether a draw is made at all. Header operations of destinations apply in another order when it is (istio-recorded §4). */
    public boolean weighted() {
        return destinations.size() > 1;
    }
}
