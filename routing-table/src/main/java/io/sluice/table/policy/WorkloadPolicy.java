package io.sluice.table.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Policies that guard pods; run per attempt, once the endpoint is picked, on the request as it would arrive there.
 *
 * @param namespace whose pods; null = every namespace
 * @param labels that a pod must carry; empty = every pod of the namespace
 */
public record WorkloadPolicy(
        @Nullable String namespace,
        Map<String, String> labels,
        @Nullable JwtAuthentication authentication,
        Authorization authorization) {
    public WorkloadPolicy {
        labels = Map.copyOf(labels);
    }
}
