package io.sluice.watcher.admission;

import io.sluice.table.cluster.OutlierDetection;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.watcher.admission.field.ExportTo;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Meta;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a DestinationRule (istio.md §2); refuses what Istio's webhook does. */
final class DestinationRuleReader {
    static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private static final List<String> BLOCKS = List.of("loadBalancer", "connectionPool", "outlierDetection", "tls");

    private DestinationRuleReader() {}

    static DestinationRule read(Meta meta, Reader spec) {
        String host = spec.requiredText("host");
        if (host.isEmpty()) {
            throw spec.refused("host", "domain name \"\" invalid: empty host; name the Service");
        }
        List<String> exportTo = ExportTo.read(spec, meta.namespace());
        Map<String, String> selector = spec.object("workloadSelector", DestinationRuleReader::selector);
        if (selector != null) {
            checkSelector(spec, exportTo, meta.namespace());
        }
        DestinationRule rule = new DestinationRule(
                meta,
                host,
                exportTo,
                selector,
                spec.object("trafficPolicy", policy -> policy(meta, policy)),
                spec.objects("subsets", subset -> subset(meta, subset)));
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rule.subsets().size(); i++) {
            String name = rule.subsets().get(i).name();
            if (!names.add(name)) {
                throw spec.refused("subsets[" + i + "].name", "duplicate subset " + name);
            }
        }
        return rule;
    }

    private static Map<String, String> selector(Reader selector) {
        return selector.textMap("matchLabels");
    }

    /** Which caller it is that a rule selects is known of a gateway, whose labels are this router's. */
    private static void checkSelector(Reader spec, List<String> exportTo, String namespace) {
        if (exportTo.size() > 1) {
            throw spec.refused(
                    "exportTo", "destination rule with workload selector cannot have multiple entries in exportTo");
        }
        if (!exportTo.isEmpty() && !Set.of(".", namespace).contains(exportTo.get(0))) {
            throw spec.refused(
                    "exportTo",
                    "destination rule with workload selector cannot have exportTo beyond current namespace");
        }
        spec.problem(
                Severity.NOTICE,
                Code.NOT_SUPPORTED,
                "workloadSelector",
                "is compared with the labels of the gateway that this router stands for; for callers inside the cluster"
                        + " the rule does not apply");
    }

    private static Subset subset(Meta meta, Reader subset) {
        String name = subset.text("name", "");
        if (name.isEmpty()) {
            throw subset.refused("name", "subset name cannot be empty");
        }
        if (!DNS_LABEL.matcher(name).matches()) {
            throw subset.refused("name", "subset name is invalid: " + name);
        }
        return new Subset(
                name, subset.textMap("labels"), subset.object("trafficPolicy", policy -> policy(meta, policy)));
    }

    private static TrafficPolicy policy(Meta meta, Reader policy) {
        boolean said = policy.has("portLevelSettings")
                || policy.has("tunnel")
                || policy.has("proxyProtocol")
                || policy.has("retryBudget");
        if (!said && BLOCKS.stream().noneMatch(policy::has)) {
            throw policy.refused("", "traffic policy must have at least one field");
        }
        if (policy.has("tunnel") && policy.has("proxyProtocol")) {
            throw policy.refused("tunnel", "tunnel and proxyProtocol must not be set together");
        }
        Map<Integer, TrafficPolicy> ports = new HashMap<>();
        policy.objects("portLevelSettings", settings -> {
            Integer number = settings.object("port", port -> port.port("number"));
            if (number == null) {
                throw settings.refused("port", "portTrafficPolicy must have valid port");
            }
            if (BLOCKS.stream().noneMatch(settings::has)) {
                throw settings.refused("", "port traffic policy must have at least one field");
            }
            TrafficPolicy own = blocks(meta, settings, null, Map.of());
            ports.putIfAbsent(number, own);
            return own;
        });
        policy.unsupported("tunnel", "connections are not tunnelled");
        policy.unsupported("proxyProtocol", "no PROXY line is sent");
        return blocks(meta, policy, policy.object("retryBudget", DestinationRuleReader::budget), ports);
    }

    private static RetryBudget budget(Reader budget) {
        Double percent = budget.decimal("percent");
        int minimum = budget.integer("minRetryConcurrency", 0);
        if (percent != null && (percent < 0 || percent > 100)) {
            throw budget.refused("percent", "retry budget percent must be in range 0..100");
        }
        if (minimum < 0) {
            throw budget.refused("minRetryConcurrency", "min retry concurrency must be non-negative");
        }
        return new RetryBudget(
                percent == null ? RetryBudget.DEFAULT_PERCENT : percent,
                minimum == 0 ? RetryBudget.DEFAULT_MINIMUM : minimum);
    }

    private static TrafficPolicy blocks(
            Meta meta, Reader policy, @Nullable RetryBudget budget, Map<Integer, TrafficPolicy> ports) {
        OutlierDetection outliers = policy.object("outlierDetection", DestinationRuleReader::outliers);
        return new TrafficPolicy(
                policy.object("loadBalancer", balancer -> LoadBalancerReader.read(balancer, outliers != null)),
                policy.object("connectionPool", ConnectionPoolReader::read),
                policy.object("tls", tls -> ModelTlsReader.read(meta, tls)),
                outliers,
                budget,
                ports);
    }

    private static OutlierDetection outliers(Reader detection) {
        Integer deprecated = detection.integer("consecutiveErrors");
        if (deprecated != null) {
            detection.problem(
                    Severity.WARNING,
                    Code.DEPRECATED_FIELD,
                    "consecutiveErrors",
                    "outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or"
                            + " consecutive5xxErrors instead");
        }
        boolean split = detection.bool("splitExternalLocalOriginErrors", false);
        int local = detection.integer("consecutiveLocalOriginFailures", 0);
        if (!split && local > 0) {
            throw detection.refused(
                    "consecutiveLocalOriginFailures",
                    "outlier detection consecutive local origin failures is specified, but split external local origin"
                            + " errors is set to false");
        }
        // Told apart they always count, and five are too many where nothing is said.
        int localFailures = !split ? 0 : local > 0 ? local : 5;
        return new OutlierDetection(
                count(detection, "consecutive5xxErrors", 5),
                count(detection, "consecutiveGatewayErrors", 0),
                split,
                localFailures,
                positive(detection, "interval", Duration.ofSeconds(10)),
                positive(detection, "baseEjectionTime", Duration.ofSeconds(30)),
                percent(detection, "maxEjectionPercent", 10),
                percent(detection, "minHealthPercent", 0));
    }

    private static int count(Reader block, String field, int otherwise) {
        int count = block.integer(field, otherwise);
        if (count < 0) {
            throw block.invalid(field, count + " is no number of errors");
        }
        return count;
    }

    private static Duration positive(Reader block, String field, Duration otherwise) {
        Duration duration = block.duration(field);
        if (duration != null && duration.toMillis() < 1) {
            throw block.refused(field, "duration must be greater than 1ms");
        }
        return duration == null ? otherwise : duration;
    }

    private static int percent(Reader block, String field, int otherwise) {
        int percent = block.integer(field, otherwise);
        if (percent < 0 || percent > 100) {
            throw block.refused(field, "percentage " + percent + " is not in range 0..100");
        }
        return percent == 0 && field.equals("maxEjectionPercent") ? otherwise : percent;
    }
}
