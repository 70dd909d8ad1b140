package io.sluice.table.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a cluster's connections (DestinationRule {@code connectionPool}); {@link Integer#MAX_VALUE} = no limit.
 *
 * @param idleTimeout of an unused connection; null = the router's own limit
 * @param maxConnectionDuration null = none
 * @param maxRequestsPerConnection 0 = no limit
 */
public record ConnectionPool(
        Duration connectTimeout,
        @Nullable Duration idleTimeout,
        @Nullable Duration maxConnectionDuration,
        int maxConnections,
        int maxPendingRequests,
        int maxRequests,
        int maxRequestsPerConnection,
        int maxRetries,
        int maxConcurrentStreams,
        @Nullable TcpKeepalive tcpKeepalive) {

    public static final ConnectionPool DEFAULT = new ConnectionPool(
            Duration.ofSeconds(10),
            null,
            null,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            0,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            null);

    /** The socket's own probes; 0 or null = the system's value. */
    public record TcpKeepalive(
            int probes, @Nullable Duration time, @Nullable Duration interval) {}
}
