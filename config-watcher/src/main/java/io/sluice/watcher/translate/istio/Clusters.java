package io.sluice.watcher.translate.istio;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.LocalityPolicy;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule.Connections;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clusters that routes name, made as they are named. What a name cannot be resolved to is a problem, and no cluster. */
public final class Clusters {
    private final Services services;
    private final DestinationRules rules;
    private final Problems problems;
    private final Map<String, Member> named = new LinkedHashMap<>();

    /**
     * A cluster, and what picks its endpoints.
     *
     * @param labels of the subset; empty for the whole service
     */
    public record Member(Cluster cluster, Service service, Service.Port port, Map<String, String> labels) {}

    public Clusters(Services services, DestinationRules rules, Problems problems) {
        this.services = services;
        this.rules = rules;
        this.problems = problems;
    }

    /** Clusters by name, in the order they were named. */
    public Map<String, Cluster> all() {
        Map<String, Cluster> all = new LinkedHashMap<>();
        named.forEach((name, member) -> all.put(name, member.cluster()));
        return all;
    }

    public Iterable<Member> members() {
        return named.values();
    }

    /**
     * Name of the cluster of a destination, which exists if the destination can be resolved.
     *
     * @param host full name
     * @param port null = the service's only one, else {@code listenerPort}
     */
    String name(
            String host,
            @Nullable Integer port,
            String subset,
            int listenerPort,
            String clientNamespace,
            Meta routes,
            String field) {
        Service service = services.of(host);
        int number = number(service, port, listenerPort);
        String name = Cluster.nameOf(number, subset, host);
        if (named.containsKey(name)) {
            return name;
        }
        if (service == null) {
            problem(Code.UNKNOWN_SERVICE, routes, field, "host " + host + " names no Service");
            return name;
        }
        Service.Port servicePort = Services.port(service, number);
        if (servicePort == null) {
            problem(Code.UNKNOWN_PORT, routes, field, "Service " + host + " has no port " + number);
            return name;
        }
        DestinationRules.Applied applied =
                rules.of(host, clientNamespace, service.meta().namespace());
        Subset chosen = subset.isEmpty() ? null : applied.subset(subset);
        if (chosen == null && !subset.isEmpty()) {
            problem(Code.UNKNOWN_SUBSET, routes, field, "no DestinationRule for " + host + " has a subset " + subset);
            return name;
        }
        TrafficPolicy policy =
                TrafficPolicies.resolve(applied.policy(), chosen == null ? null : chosen.policy(), number);
        Cluster cluster = cluster(name, host, number, subset, servicePort, policy);
        named.put(name, new Member(cluster, service, servicePort, chosen == null ? Map.of() : chosen.labels()));
        report(cluster, routes, field);
        return name;
    }

    private static int number(@Nullable Service service, @Nullable Integer port, int listenerPort) {
        if (port != null) {
            return port;
        }
        return service != null && service.ports().size() == 1
                ? service.ports().get(0).number()
                : listenerPort;
    }

    private static Cluster cluster(
            String name, String host, int port, String subset, Service.Port servicePort, TrafficPolicy policy) {
        LoadBalancing balancing = policy.loadBalancing();
        return new Cluster(
                name,
                host,
                port,
                subset,
                protocol(servicePort),
                balancing == null ? LoadBalancing.LeastRequest.DEFAULT : balancing,
                pool(policy.connections()),
                null,
                tls(policy.tls()),
                null,
                LocalityPolicy.NONE,
                Cluster.ProxyProtocol.NONE);
    }

    /** By {@code appProtocol}, then by the port's name (istio.md §2.3). */
    private static UpstreamProtocol protocol(Service.Port port) {
        String declared = port.appProtocol();
        String word = declared != null ? declared : port.name().split("-", 2)[0];
        return switch (word) {
            case "http2", "grpc", "kubernetes.io/h2c" -> UpstreamProtocol.HTTP2;
            default ->
                port.name().equals("grpc-web") || port.name().startsWith("grpc-web-")
                        ? UpstreamProtocol.HTTP2
                        : UpstreamProtocol.HTTP1;
        };
    }

    private static ConnectionPool pool(@Nullable Connections declared) {
        ConnectionPool none = ConnectionPool.DEFAULT;
        if (declared == null) {
            return none;
        }
        Duration connect = declared.connectTimeout();
        return new ConnectionPool(
                connect == null ? none.connectTimeout() : connect,
                declared.idleTimeout(),
                none.maxConnectionDuration(),
                none.maxConnections(),
                none.maxPendingRequests(),
                none.maxRequests(),
                none.maxRequestsPerConnection(),
                none.maxRetries(),
                none.maxConcurrentStreams(),
                none.tcpKeepalive());
    }

    private static UpstreamTls tls(@Nullable String mode) {
        return mode == null || mode.equals("DISABLE")
                ? new UpstreamTls.Plaintext()
                : new UpstreamTls.Unavailable("TLS mode " + mode + " is not spoken yet");
    }

    private void report(Cluster cluster, Meta routes, String field) {
        if (cluster.protocol() == UpstreamProtocol.HTTP2) {
            problems.add(new Problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    routes.id().toString(),
                    field,
                    "port " + cluster.port() + " of " + cluster.host()
                            + " speaks HTTP/2, which this router does not speak yet; its share answers 503",
                    routes.file()));
        }
    }

    private void problem(Code code, Meta routes, String field, String sentence) {
        problems.add(new Problem(
                Severity.ERROR,
                code,
                routes.id().toString(),
                field,
                sentence + "; this share of the requests answers 503",
                routes.file()));
    }
}
