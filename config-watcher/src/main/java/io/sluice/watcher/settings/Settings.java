package io.sluice.watcher.settings;

import java.util.Map;

/**
 * For whom manifests are translated.
 *
 * @param gatewayLabels labels of the gateway that this router stands for
 * @param gatewayNamespace namespace of that gateway
 * @param clusterDomain what follows {@code .svc} in a full name
 */
public record Settings(Map<String, String> gatewayLabels, String gatewayNamespace, String clusterDomain) {
    public static final Settings DEFAULT =
            new Settings(Map.of("istio", "ingressgateway"), "istio-system", "cluster.local");

    public Settings {
        gatewayLabels = Map.copyOf(gatewayLabels);
    }

    /** The full name of a Service. */
    public String fullName(String service, String namespace) {
        return service + "." + namespace + ".svc." + clusterDomain;
    }

    /** A destination's or rule's host as its full name: one without a dot is a Service of {@code namespace}. */
    public String resolve(String host, String namespace) {
        return host.indexOf('.') < 0 && !host.equals("*") ? fullName(host, namespace) : host;
    }
}
