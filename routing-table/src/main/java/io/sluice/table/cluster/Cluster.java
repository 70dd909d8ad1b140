package io.sluice.table.cluster;

import io.sluice.table.tls.UpstreamTls;
import org.jspecify.annotations.Nullable;

/**
 * One upstream: service, port and subset, with its policies. Live state (pools, health) survives a change of table
 * exactly when this record stays equal.
 *
 * @param name {@code outbound|8000|main|svc.ns.svc.cluster.local}, as Istio names it
 * @param host the service's full name
 * @param port the service's port
 * @param subset empty for the whole service
 * @param outlierDetection null = nobody is ejected
 * @param retryBudget null = none
 */
public record Cluster(
        String name,
        String host,
        int port,
        String subset,
        UpstreamProtocol protocol,
        LoadBalancing loadBalancing,
        ConnectionPool connectionPool,
        @Nullable OutlierDetection outlierDetection,
        UpstreamTls tls,
        @Nullable RetryBudget retryBudget,
        Discovery discovery,
        ProxyProtocol proxyProtocol) {

    /** Istio's name of a cluster. */
    public static String nameOf(int port, String subset, String host) {
        return "outbound|" + port + "|" + subset + "|" + host;
    }

    /** A cluster as Istio makes it when no DestinationRule speaks. */
    public static Cluster plain(String host, int port, String subset, UpstreamProtocol protocol) {
        return new Cluster(
                nameOf(port, subset, host),
                host,
                port,
                subset,
                protocol,
                LoadBalancing.LeastRequest.DEFAULT,
                ConnectionPool.DEFAULT,
                null,
                new UpstreamTls.Plaintext(),
                null,
                Discovery.PUBLISHED,
                ProxyProtocol.NONE);
    }

    /** The header that tells an endpoint the client's address, before the first byte. */
    public enum ProxyProtocol {
        NONE,
        V1,
        V2
    }
}
