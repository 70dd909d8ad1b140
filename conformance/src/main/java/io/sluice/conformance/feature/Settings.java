package io.sluice.conformance.feature;

import java.util.Map;

/**
 * What a case asks of the router beside its manifests.
 *
 * @param meshConfig Istio's MeshConfig, {@code proxyConfig} merged into its {@code defaultConfig}
 * @param seldon settings of Seldon's operator
 */
public record Settings(
        String gatewayNamespace,
        Map<String, String> gatewayLabels,
        Map<String, Object> meshConfig,
        Map<String, Object> seldon,
        boolean http10) {
    public Settings {
        gatewayLabels = Map.copyOf(gatewayLabels);
        meshConfig = Map.copyOf(meshConfig);
        seldon = Map.copyOf(seldon);
    }
}
