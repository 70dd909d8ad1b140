package io.sluice.table;

import io.sluice.table.policy.HeaderOperations;

/**
 * One weighted branch of a split.
 *
 * @param cluster name of a {@link io.sluice.table.cluster.Cluster}
 * @param weight 0 or more
 * @param headers applied only when this branch is drawn
 */
public record Destination(String cluster, int weight, HeaderOperations headers) {
    public Destination {
        if (weight < 0) {
            throw new IllegalArgumentException("destination " + cluster + ": weight " + weight);
        }
    }

    public Destination(String cluster, int weight) {
        this(cluster, weight, HeaderOperations.NONE);
    }
}
