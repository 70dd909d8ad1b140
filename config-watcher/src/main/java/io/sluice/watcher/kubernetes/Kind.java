package io.sluice.watcher.kubernetes;

import java.util.List;
import java.util.Locale;

/**
 * A kind that is listed and watched.
 *
 * @param group empty for the core's
 * @param versions that are read alike, the one to ask for first
 * @param part what it takes part in
 */
record Kind(String name, String group, List<String> versions, Part part) {
    /** What a kind takes part in; what is kept of it, where it is looked for and what its loss means follow from that. */
    enum Part {
        /** Read for routes. */
        ROUTES(true),
        /** Says who serves: changes often, and never changes routes. */
        ENDPOINTS(true),
        /** May keep someone out: who cannot read it must not let anyone in. */
        GUARDS(true),
        /** Read in the gateway's namespace alone, and only the TLS of it is kept. */
        SECRETS(true),
        /** Not enforced: that there are some is all that is said of them. */
        NAMED(true),
        /** Of the cluster, not of a namespace. */
        PLACES(false);

        private final boolean namespaced;

        Part(boolean namespaced) {
            this.namespaced = namespaced;
        }
    }

    private static final List<String> NETWORKING = List.of("v1", "v1beta1", "v1alpha3");
    private static final List<String> SECURITY = List.of("v1", "v1beta1");

    static final Kind SECRET = new Kind("Secret", "", List.of("v1"), Part.SECRETS);

    /** All but that one, in the order in which they are handed over. */
    static final List<Kind> ALL = List.of(
            new Kind("Namespace", "", List.of("v1"), Part.PLACES),
            new Kind("Node", "", List.of("v1"), Part.PLACES),
            new Kind("Service", "", List.of("v1"), Part.ROUTES),
            new Kind("Gateway", "networking.istio.io", NETWORKING, Part.ROUTES),
            new Kind("VirtualService", "networking.istio.io", NETWORKING, Part.ROUTES),
            new Kind("DestinationRule", "networking.istio.io", NETWORKING, Part.ROUTES),
            new Kind("ServiceEntry", "networking.istio.io", NETWORKING, Part.ROUTES),
            new Kind(
                    "SeldonDeployment",
                    "machinelearning.seldon.io",
                    List.of("v1", "v1alpha3", "v1alpha2"),
                    Part.ROUTES),
            new Kind("AuthorizationPolicy", "security.istio.io", SECURITY, Part.GUARDS),
            new Kind("RequestAuthentication", "security.istio.io", SECURITY, Part.GUARDS),
            new Kind("PeerAuthentication", "security.istio.io", SECURITY, Part.ROUTES),
            new Kind("Telemetry", "telemetry.istio.io", List.of("v1", "v1alpha1"), Part.ROUTES),
            new Kind("NetworkPolicy", "networking.k8s.io", List.of("v1"), Part.ROUTES),
            new Kind("WorkloadEntry", "networking.istio.io", NETWORKING, Part.ENDPOINTS),
            new Kind("EndpointSlice", "discovery.k8s.io", List.of("v1"), Part.ENDPOINTS),
            new Kind("Pod", "", List.of("v1"), Part.ENDPOINTS),
            new Kind("WorkloadGroup", "networking.istio.io", NETWORKING, Part.NAMED),
            new Kind("Sidecar", "networking.istio.io", NETWORKING, Part.NAMED),
            new Kind("EnvoyFilter", "networking.istio.io", List.of("v1alpha3"), Part.NAMED),
            new Kind("ProxyConfig", "networking.istio.io", List.of("v1beta1"), Part.NAMED),
            new Kind("WasmPlugin", "extensions.istio.io", List.of("v1alpha1"), Part.NAMED),
            new Kind("TrafficExtension", "extensions.istio.io", List.of("v1alpha1"), Part.NAMED));

    Kind {
        versions = List.copyOf(versions);
    }

    String apiVersion(String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** @param namespace empty = of all namespaces, or of the cluster */
    String path(String version, String namespace) {
        return (group.isEmpty() ? "/api/" : "/apis/")
                + apiVersion(version)
                + (namespace.isEmpty() ? "" : "/namespaces/" + namespace)
                + "/"
                + plural();
    }

    boolean namespaced() {
        return part.namespaced;
    }

    private String plural() {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("ry") || lower.endsWith("cy")
                ? lower.substring(0, lower.length() - 1) + "ies"
                : lower + "s";
    }
}
