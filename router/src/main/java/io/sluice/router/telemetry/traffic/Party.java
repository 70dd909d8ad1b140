package io.sluice.router.telemetry.traffic;

import io.sluice.table.cluster.Endpoint.Workload;
import java.util.Map;

/**
 * One end of an exchange, by Istio's labels (ecosystem: {@code source_…}, {@code destination_…}).
 *
 * @param workload its Deployment, or whatever keeps its pods
 * @param cluster Istio's name of the Kubernetes cluster
 */
public record Party(
        String workload,
        String namespace,
        String canonicalService,
        String canonicalRevision,
        String app,
        String version,
        String cluster) {
    public static final String NOT_KNOWN = "unknown";

    /** A longer one is none: each line of a series repeats it. */
    private static final int MOST_PRINCIPAL_LENGTH = 256;

    public static final Party UNKNOWN = all(NOT_KNOWN);

    /** Kiali's name of the cluster that it lives in. */
    private static final String HOME = "Kubernetes";

    static Party all(String value) {
        return new Party(value, value, value, value, value, value, value);
    }

    public static Party of(Workload pod) {
        if (pod.name().isEmpty()) {
            String namespace = pod.namespace().isEmpty() ? NOT_KNOWN : pod.namespace();
            return new Party(NOT_KNOWN, namespace, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN);
        }
        Map<String, String> labels = pod.labels();
        return new Party(
                pod.controller(),
                pod.namespace(),
                first(labels, pod.controller(), "service.istio.io/canonical-name", "app.kubernetes.io/name", "app"),
                first(labels, "latest", "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version"),
                first(labels, NOT_KNOWN, "app"),
                first(labels, NOT_KNOWN, "version"),
                HOME);
    }

    /**
     * The name in a certificate that was verified, as series show it.
     *
     * @param shown {@code spiffe://td/ns/x/sa/y}; empty = none
     */
    public static String principal(String shown) {
        return shown.isEmpty() || shown.length() > MOST_PRINCIPAL_LENGTH ? NOT_KNOWN : shown;
    }

    private static String first(Map<String, String> labels, String otherwise, String... names) {
        for (String name : names) {
            String value = labels.get(name);
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        return otherwise;
    }
}
