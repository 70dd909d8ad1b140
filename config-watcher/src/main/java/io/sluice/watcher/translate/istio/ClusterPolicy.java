package io.sluice.watcher.translate.istio;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.resource.DestinationRule.Connections;
import io.sluice.watcher.resource.DestinationRule.LoadBalancer;
import io.sluice.watcher.resource.DestinationRule.Protocol;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.ServiceEntry;
import io.sluice.watcher.resource.locality.Locality;
import io.sluice.watcher.resource.locality.LocalityPreference;
import io.sluice.watcher.translate.istio.Services.Registered;
import org.jspecify.annotations.Nullable;

/** A traffic policy and a port, as a cluster of the table. */
final class ClusterPolicy {
    private ClusterPolicy() {}

    static Cluster cluster(
            String name,
            String host,
            String subset,
            Registered registered,
            Service.Port port,
            TrafficPolicy policy,
            UpstreamTls tls) {
        LoadBalancer balancer = policy.loadBalancer();
        return new Cluster(
                name,
                host,
                port.number(),
                subset,
                protocol(port, policy.connections()),
                balancer == null ? LoadBalancing.LeastRequest.DEFAULT : balancer.algorithm(),
                policy.connections() == null
                        ? ConnectionPool.DEFAULT
                        : policy.connections().limits(),
                policy.outlierDetection(),
                tls,
                policy.retryBudget(),
                discovery(registered.entry()),
                Cluster.ProxyProtocol.NONE);
    }

    static Cluster named(String name, Cluster cluster) {
        return new Cluster(
                name,
                cluster.host(),
                cluster.port(),
                cluster.subset(),
                cluster.protocol(),
                cluster.loadBalancing(),
                cluster.connectionPool(),
                cluster.outlierDetection(),
                cluster.tls(),
                cluster.retryBudget(),
                cluster.discovery(),
                cluster.proxyProtocol());
    }

    /** {@code trafficDistribution}: what is nearest, needing no outlier detection. */
    static LocalityPreference nearest(String distribution) {
        String network = "topology.istio.io/network";
        return distribution.equals("PreferSameNode")
                ? LocalityPreference.byLabels(
                        network,
                        Locality.REGION_LABEL,
                        Locality.ZONE_LABEL,
                        Locality.SUBZONE_LABEL,
                        "kubernetes.io/hostname")
                : LocalityPreference.byLabels(
                        network, Locality.REGION_LABEL, Locality.ZONE_LABEL, Locality.SUBZONE_LABEL);
    }

    private static UpstreamProtocol protocol(Service.Port port, @Nullable Connections connections) {
        Protocol wanted = connections == null ? Protocol.OF_PORT : connections.protocol();
        return switch (wanted) {
            case OF_PORT -> protocol(port);
            case HTTP2 -> UpstreamProtocol.HTTP2;
            case OF_CLIENT -> UpstreamProtocol.AS_CLIENT;
        };
    }

    /** By {@code appProtocol}, then by the port's name (istio.md §2.3). */
    private static UpstreamProtocol protocol(Service.Port port) {
        String protocol = port.appProtocol();
        String name = protocol == null ? port.name().split("-", 2)[0] : protocol;
        return switch (name) {
            case "http2", "grpc", "grpc-web", "kubernetes.io/h2c" -> UpstreamProtocol.HTTP2;
            default -> UpstreamProtocol.HTTP1;
        };
    }

    private static Discovery discovery(@Nullable ServiceEntry entry) {
        if (entry == null) {
            return Discovery.PUBLISHED;
        }
        return switch (entry.resolution()) {
            case NONE, STATIC -> Discovery.PUBLISHED;
            case DNS -> Discovery.DNS;
            case DNS_ROUND_ROBIN -> Discovery.DNS_FIRST;
        };
    }
}
