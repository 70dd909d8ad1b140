package io.sluice.table;

import io.sluice.table.policy.HashKey;
import io.sluice.table.policy.HeaderOperations;
import java.util.List;

/**
 * One weighted branch of a split.
 *
 * @param cluster name of a {@link io.sluice.table.cluster.Cluster}
 * @param weight 0 or more
 * @param headers applied only when this branch is drawn
 * @param hashKeys of the requests of its route, whichever branch is drawn; empty = this branch needs none
 */
public record Destination(String cluster, int weight, HeaderOperations headers, List<HashKey> hashKeys) {
    public Destination {
        hashKeys = List.copyOf(hashKeys);
        if (weight < 0) {
            throw new IllegalArgumentException("destination " + cluster + ": weight " + weight);
        }
    }

    public Destination(String cluster, int weight) {
        this(cluster, weight, HeaderOperations.NONE, List.of());
    }
}
