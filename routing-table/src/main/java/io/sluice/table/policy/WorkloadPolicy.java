package io.sluice.table.policy;

import io.sluice.table.Role;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies that guard pods; run per attempt, once the endpoint is picked, on the request as it would arrive there.
 *
 * @param namespace whose pods; null = every namespace
 * @param labels that a pod must carry; empty = every pod of the namespace
 * @param role of the listeners whose requests it is asked of; null = of all
 * @param caller who this router is to those pods, behind a gateway: {@code td/ns/x/sa/y}; empty = nobody knows
 */
public record WorkloadPolicy(
        @Nullable String namespace,
        Map<String, String> labels,
        @Nullable Role role,
        String caller,
        @Nullable JwtAuthentication authentication,
        Authorization authorization) {
    public WorkloadPolicy {
        labels = Map.copyOf(labels);
    }

    /** To whose pods this router is nobody. */
    public WorkloadPolicy(
            @Nullable String namespace,
            Map<String, String> labels,
            @Nullable Role role,
            @Nullable JwtAuthentication authentication,
            Authorization authorization) {
        this(namespace, labels, role, "", authentication, authorization);
    }

    /**
     * Whether it guards a pod. Of one without a name only some labels are known: it is guarded by whatever they do not rule out, so
     * that nobody gets in for want of knowledge. What is of no namespace is no pod.
     */
    public boolean selects(Workload pod) {
        if (pod.namespace().isEmpty() || (namespace != null && !namespace.equals(pod.namespace()))) {
            return false;
        }
        return pod.name().isEmpty()
                ? labels.entrySet().stream()
                        .allMatch(label -> pod.labels()
                                .getOrDefault(label.getKey(), label.getValue())
                                .equals(label.getValue()))
                : pod.labels().entrySet().containsAll(labels.entrySet());
    }
}
