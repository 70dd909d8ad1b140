package io.sluice.watcher.translate.istio;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.policy.HashKey;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule.LoadBalancer;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.locality.LocalityPreference;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.istio.Services.Registered;
import io.sluice.watcher.translate.istio.credential.ModelCredentials;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clusters that routes name, made as they are named. What a name cannot be resolved to is a problem, and no cluster. */
public final class Clusters {
    private final Services services;
    private final DestinationRules rules;
    private final Settings settings;
    private final Problems problems;
    private final ModelCredentials credentials;
    private final Map<String, Member> named = new LinkedHashMap<>();
    private final Map<Wanted, Target> known = new HashMap<>();

    /**
     * A cluster, and what picks its endpoints.
     *
     * @param labels of the subset; empty for the whole service
     * @param locality null = places do not matter
     */
    public record Member(
            Cluster cluster,
            Registered registered,
            Service.Port port,
            Map<String, String> labels,
            @Nullable LocalityPreference locality) {
        private boolean sameAs(Member other) {
            return cluster.equals(other.cluster)
                    && registered.equals(other.registered)
                    && labels.equals(other.labels)
                    && java.util.Objects.equals(locality, other.locality);
        }
    }

    /** What a destination asks for. */
    private record Wanted(String host, @Nullable Integer port, String subset, int listenerPort, Client client) {}

    /** Where a destination leads: the name of a cluster, which exists if the destination can be resolved. */
    record Target(String cluster, List<HashKey> hashKeys) {}

    public Clusters(
            Services services,
            DestinationRules rules,
            ModelCredentials credentials,
            Settings settings,
            Problems problems) {
        this.services = services;
        this.rules = rules;
        this.credentials = credentials;
        this.settings = settings;
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
     * Where a destination leads.
     *
     * @param host full name
     * @param port null = the service's only one, else {@code listenerPort}
     */
    Target target(
            String host,
            @Nullable Integer port,
            String subset,
            int listenerPort,
            Client client,
            Meta routes,
            String field) {
        Wanted wanted = new Wanted(host, port, subset, listenerPort, client);
        Target target = known.get(wanted);
        if (target != null) {
            return target;
        }
        Registered registered = services.seen(host, client.namespace());
        int number = number(registered, port, listenerPort);
        String name = Cluster.nameOf(number, subset, host);
        if (registered == null) {
            problem(Code.UNKNOWN_SERVICE, routes, field, unknown(host, client));
            return new Target(name, List.of());
        }
        Service.Port servicePort = Services.port(registered.service(), number);
        if (servicePort == null) {
            problem(Code.UNKNOWN_PORT, routes, field, "Service " + host + " has no port " + number);
            return new Target(name, List.of());
        }
        MergedRule rule = rules.of(host, client, registered.service().meta().namespace());
        Subset chosen = subset.isEmpty() ? null : rule.subset(subset);
        if (chosen == null && !subset.isEmpty()) {
            problem(
                    Code.UNKNOWN_SUBSET,
                    routes,
                    field,
                    "no DestinationRule that applies to " + host + " has a subset " + subset);
            return new Target(name, List.of());
        }
        TrafficPolicy policy = TrafficPolicies.resolve(rule.policy(), chosen == null ? null : chosen.policy(), number);
        String sni = "outbound_." + number + "_." + subset + "_." + host;
        String namespace = registered.service().meta().namespace();
        UpstreamTls demanded = registered.entry() == null || registered.entry().selector() != null
                ? credentials.demanded(sni, namespace)
                : new UpstreamTls.Plaintext();
        UpstreamTls tls = credentials.towards(policy.tls(), demanded, sni, namespace);
        Cluster cluster = ClusterPolicy.cluster(name, host, subset, registered, servicePort, policy, tls);
        Member member = new Member(
                cluster,
                registered,
                servicePort,
                chosen == null ? Map.of() : chosen.labels(),
                locality(registered.service(), policy));
        Target found = new Target(put(member, client), rule.hashKeys(chosen, port));
        known.put(wanted, found);
        return found;
    }

    /** Under its name; under that and the client's, where another client's rules make another cluster of it. */
    private String put(Member member, Client client) {
        String name = member.cluster().name();
        String apart = name + "|" + client.namespace();
        for (String candidate : List.of(name, apart, apart + (client.labels() == null ? "|mesh" : "|gateway"))) {
            Member renamed = new Member(
                    ClusterPolicy.named(candidate, member.cluster()),
                    member.registered(),
                    member.port(),
                    member.labels(),
                    member.locality());
            Member there = named.putIfAbsent(candidate, renamed);
            if (there == null || there.sameAs(renamed)) {
                return candidate;
            }
        }
        throw new IllegalStateException("a third cluster for " + apart);
    }

    private String unknown(String host, Client client) {
        return services.of(host) == null
                ? "host " + host + " names no Service and is no host of a ServiceEntry"
                : "host " + host + " is not exported to namespace " + client.namespace();
    }

    private static int number(@Nullable Registered registered, @Nullable Integer port, int listenerPort) {
        if (port != null) {
            return port;
        }
        return registered != null && registered.service().ports().size() == 1
                ? registered.service().ports().get(0).number()
                : listenerPort;
    }

    /**
     * The rule's, else as the Service distributes its traffic, else the mesh's. Priorities mean nothing where nobody is ever
     * unhealthy, so without outlier detection only shares hold (istio-recorded.md §11).
     */
    private @Nullable LocalityPreference locality(Service service, TrafficPolicy policy) {
        LoadBalancer balancer = policy.loadBalancer();
        LocalityPreference own = balancer == null ? null : balancer.locality();
        if (own == null
                && !service.distribution().isEmpty()
                && !service.distribution().equals("Any")) {
            return ClusterPolicy.nearest(service.distribution());
        }
        LocalityPreference wanted = own == null ? settings.mesh().locality() : own;
        boolean holds =
                policy.outlierDetection() != null || !wanted.distribute().isEmpty();
        return wanted.enabled() && holds ? wanted : null;
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
