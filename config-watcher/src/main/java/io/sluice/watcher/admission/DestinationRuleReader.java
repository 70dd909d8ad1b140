package io.sluice.watcher.admission;

import io.sluice.table.cluster.LoadBalancing;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.Connections;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Meta;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a DestinationRule (istio.md §2). */
final class DestinationRuleReader {
    private DestinationRuleReader() {}

    static DestinationRule read(Meta meta, Reader spec) {
        DestinationRule rule = new DestinationRule(
                meta,
                spec.requiredText("host"),
                spec.texts("exportTo"),
                spec.object("trafficPolicy", DestinationRuleReader::policy),
                spec.objects("subsets", DestinationRuleReader::subset));
        spec.unsupported("workloadSelector", "the rule applies to every caller");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rule.subsets().size(); i++) {
            String name = rule.subsets().get(i).name();
            if (!names.add(name)) {
                throw new Refusal(Code.REFUSED, "spec.subsets[" + i + "].name", "duplicate subset " + name);
            }
        }
        return rule;
    }

    private static Subset subset(Reader subset) {
        return new Subset(
                subset.requiredText("name"),
                subset.textMap("labels"),
                subset.object("trafficPolicy", DestinationRuleReader::policy));
    }

    private static TrafficPolicy policy(Reader policy) {
        Map<Integer, TrafficPolicy> ports = new HashMap<>();
        policy.objects("portLevelSettings", settings -> {
            Integer number = settings.object("port", port -> port.integer("number"));
            TrafficPolicy own = blocks(settings, Map.of());
            if (number != null) {
                ports.put(number, own);
            }
            return own;
        });
        policy.unsupported("tunnel", "connections are not tunnelled");
        policy.unsupported("proxyProtocol", "no PROXY line is sent");
        policy.unsupported("retryBudget", "retries are bounded by their policy alone");
        return blocks(policy, ports);
    }

    private static TrafficPolicy blocks(Reader policy, Map<Integer, TrafficPolicy> ports) {
        policy.unsupported("outlierDetection", "no endpoint is set aside");
        return new TrafficPolicy(
                policy.object("loadBalancer", DestinationRuleReader::loadBalancer),
                policy.object("connectionPool", DestinationRuleReader::connections),
                policy.object("tls", DestinationRuleReader::tls),
                ports);
    }

    private static LoadBalancing loadBalancer(Reader balancer) {
        balancer.unsupported("consistentHash", "endpoints are picked at random");
        balancer.unsupported("localityLbSetting", "endpoints of all places are used alike");
        balancer.unsupported("warmup", "a new endpoint gets its full share at once");
        balancer.unsupported("warmupDurationSecs", "a new endpoint gets its full share at once");
        if (balancer.has("consistentHash")) {
            return new LoadBalancing.Random();
        }
        String simple = balancer.text("simple", "UNSPECIFIED");
        return switch (simple) {
            case "ROUND_ROBIN" -> new LoadBalancing.RoundRobin(null);
            case "RANDOM" -> new LoadBalancing.Random();
            case "LEAST_REQUEST", "LEAST_CONN", "UNSPECIFIED" -> LoadBalancing.LeastRequest.DEFAULT;
            case "PASSTHROUGH" -> {
                balancer.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        "simple",
                        "PASSTHROUGH would let a client choose the address; LEAST_REQUEST is used");
                yield LoadBalancing.LeastRequest.DEFAULT;
            }
            default -> throw balancer.invalid("simple", "\"" + simple + "\" is no load balancer");
        };
    }

    private static Connections connections(Reader pool) {
        Connections tcp = pool.object("tcp", DestinationRuleReader::tcp);
        Duration http = pool.object("http", DestinationRuleReader::http);
        Duration ofTcp = tcp == null ? null : tcp.idleTimeout();
        return new Connections(tcp == null ? null : tcp.connectTimeout(), http == null ? ofTcp : http);
    }

    private static Connections tcp(Reader tcp) {
        for (String field : List.of("maxConnections", "tcpKeepalive", "maxConnectionDuration")) {
            tcp.unsupported(field, "there is no such limit");
        }
        return new Connections(tcp.duration("connectTimeout"), tcp.duration("idleTimeout"));
    }

    private static @Nullable Duration http(Reader http) {
        for (String field : List.of(
                "http1MaxPendingRequests",
                "http2MaxRequests",
                "maxRequestsPerConnection",
                "maxRetries",
                "maxConcurrentStreams")) {
            http.unsupported(field, "there is no such limit");
        }
        http.unsupported("h2UpgradePolicy", "the Service's port decides the protocol");
        http.unsupported("useClientProtocol", "the Service's port decides the protocol");
        return http.duration("idleTimeout");
    }

    /** A key Istio does not know, or none, is plaintext (seldon.md T1). */
    private static String tls(Reader tls) {
        String mode = tls.text("mode", "DISABLE");
        tls.passOver(
                "clientCertificate",
                "privateKey",
                "caCertificates",
                "credentialName",
                "subjectAltNames",
                "sni",
                "insecureSkipVerify",
                "caCrl");
        if (!mode.equals("DISABLE")) {
            tls.problem(
                    Severity.ERROR,
                    Code.NOT_SUPPORTED,
                    "mode",
                    mode
                            + " towards models is not spoken by this router yet; requests answer 503 and are never"
                            + " sent in plaintext");
        }
        return mode;
    }
}
