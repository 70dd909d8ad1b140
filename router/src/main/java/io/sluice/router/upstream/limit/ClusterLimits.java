package io.sluice.router.upstream.limit;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.RetryBudget;
import org.jspecify.annotations.Nullable;

/** The limits of one cluster (DestinationRule {@code connectionPool}, {@code retryBudget}). <em>Shared</em>. */
public final class ClusterLimits {
    private final Allowance requests;
    private final Allowance pending;
    private final Allowance retries;
    private final ConnectionLimit connections;
    private final int maxRetries;
    private final @Nullable RetryBudget budget;

    /** @param otherwise the budget of a cluster that has none of its own; null = none */
    public ClusterLimits(Cluster cluster, @Nullable RetryBudget otherwise) {
        ConnectionPool pool = cluster.connectionPool();
        budget = cluster.retryBudget() == null ? otherwise : cluster.retryBudget();
        maxRetries = pool.maxRetries();
        requests = new Allowance(pool.maxRequests(), budget != null);
        pending = new Allowance(pool.maxPendingRequests(), budget != null);
        retries = new Allowance(maxRetries, budget != null);
        connections = new ConnectionLimit(pool.maxConnections());
    }

    /** Requests that have a connection. */
    public Allowance requests() {
        return requests;
    }

    /** Requests that wait for one. */
    public Allowance pending() {
        return pending;
    }

    public ConnectionLimit connections() {
        return connections;
    }

    /** False if no further retry may be under way; else to be matched by {@link #endRetry}. */
    public boolean beginRetry() {
        return retries.take(mostRetries());
    }

    public void endRetry() {
        retries.giveBack();
    }

    /** A budget takes the place of the fixed number. */
    private int mostRetries() {
        RetryBudget share = budget;
        return share == null
                ? maxRetries
                : Math.max((int) (share.percent() / 100 * (requests.taken() + pending.taken())), share.minimum());
    }
}
