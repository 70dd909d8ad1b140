package io.sluice.watcher.resource;

import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.OutlierDetection;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.table.policy.HashKey;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.resource.locality.LocalityPreference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Istio DestinationRule.
 *
 * @param exportTo empty = everywhere
 * @param workloadSelector labels of the callers it is for; null = all
 * @param policy null for none
 */
public record DestinationRule(
        Meta meta,
        String host,
        List<String> exportTo,
        @Nullable Map<String, String> workloadSelector,
        @Nullable TrafficPolicy policy,
        List<Subset> subsets)
        implements Resource {
    public DestinationRule {
        exportTo = List.copyOf(exportTo);
        workloadSelector = workloadSelector == null ? null : Map.copyOf(workloadSelector);
        subsets = List.copyOf(subsets);
    }

    /** For every caller. */
    public DestinationRule(
            Meta meta, String host, List<String> exportTo, @Nullable TrafficPolicy policy, List<Subset> subsets) {
        this(meta, host, exportTo, null, policy, subsets);
    }

    public record Subset(
            String name,
            Map<String, String> labels,
            @Nullable TrafficPolicy policy) {
        public Subset {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Null where it says nothing.
     *
     * @param retryBudget holds for every port
     * @param ports entries for single service ports, which replace the whole
     */
    public record TrafficPolicy(
            @Nullable LoadBalancer loadBalancer,
            @Nullable Connections connections,
            @Nullable ModelTls tls,
            @Nullable OutlierDetection outlierDetection,
            @Nullable RetryBudget retryBudget,
            Map<Integer, TrafficPolicy> ports) {
        public TrafficPolicy {
            ports = Map.copyOf(ports);
        }

        public TrafficPolicy(
                @Nullable LoadBalancer loadBalancer,
                @Nullable Connections connections,
                @Nullable ModelTls tls,
                Map<Integer, TrafficPolicy> ports) {
            this(loadBalancer, connections, tls, null, null, ports);
        }
    }

    /**
     * @param keys what is hashed, where the algorithm hashes
     * @param locality null where it says nothing
     */
    public record LoadBalancer(
            LoadBalancing algorithm,
            List<HashKey> keys,
            @Nullable LocalityPreference locality) {
        public LoadBalancer {
            keys = List.copyOf(keys);
        }
    }

    /**
     * What a rule says of connections.
     *
     * @param limits with the defaults where it says nothing
     */
    public record Connections(ConnectionPool limits, Protocol protocol) {}

    /** What is spoken to endpoints. */
    public enum Protocol {
        OF_PORT,
        /** {@code h2UpgradePolicy: UPGRADE}. */
        HTTP2,
        /** {@code useClientProtocol}. */
        OF_CLIENT
    }

    /**
     * What a DestinationRule says of TLS; texts are empty where it says nothing.
     *
     * @param rule who says it
     * @param path of the field, for problems
     * @param mode as written
     * @param verified false only where the author says so
     */
    public record ModelTls(
            Meta rule,
            String path,
            String mode,
            String credentialName,
            Files files,
            String serverName,
            List<String> subjectAltNames,
            boolean verified) {
        public ModelTls {
            subjectAltNames = List.copyOf(subjectAltNames);
        }
    }
}
