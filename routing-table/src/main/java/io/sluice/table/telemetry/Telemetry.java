package io.sluice.table.telemetry;

import io.sluice.table.cluster.Endpoint.Workload;
import java.util.List;
import java.util.Map;

/**
 * What is told of exchanges. Where Istio has a proxy at the gateway and one at the pod, each with a word of its own, there is one router
 * here: it keeps the words apart, and tells what either would (docs/adr/0031).
 *
 * @param router of what the router takes at its gateway's listeners, and of what reaches no pod
 * @param pods of pods that no scope names
 * @param scopes the first that fits a pod counts
 */
public record Telemetry(Observation router, Observation pods, List<Scope> scopes) {
    /** Nobody says anything. */
    public static final Telemetry NONE = new Telemetry(Observation.AS_STARTED, Observation.AS_STARTED, List.of());

    public Telemetry {
        scopes = List.copyOf(scopes);
    }

    /**
     * Pods of which something else is told.
     *
     * @param labels that a pod must have; empty = all of the namespace
     */
    public record Scope(String namespace, Map<String, String> labels, Observation observation) {
        public Scope {
            labels = Map.copyOf(labels);
        }

        boolean covers(Workload workload) {
            return workload.namespace().equals(namespace)
                    && workload.labels().entrySet().containsAll(labels.entrySet());
        }
    }

    /** What is told of what a pod does. */
    public Observation of(Workload workload) {
        for (Scope scope : scopes) {
            if (scope.covers(workload)) {
                return scope.observation();
            }
        }
        return pods;
    }
}
