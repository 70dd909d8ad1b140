package io.sluice.watcher.write;

import io.sluice.watcher.resource.ObjectId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where objects are found. */
final class Paths {
    private static final Served NETWORKING = new Served("networking.istio.io", List.of("v1", "v1beta1", "v1alpha3"));
    private static final Served SECURITY = new Served("security.istio.io", List.of("v1", "v1beta1"));
    private static final Served SELDON = new Served("machinelearning.seldon.io", List.of("v1", "v1alpha3", "v1alpha2"));

    /** Of what is written by people for routing; and Services. */
    private static final Map<String, Plural> KINDS = Map.of(
            "VirtualService", new Plural(NETWORKING, "virtualservices"),
            "DestinationRule", new Plural(NETWORKING, "destinationrules"),
            "Gateway", new Plural(NETWORKING, "gateways"),
            "ServiceEntry", new Plural(NETWORKING, "serviceentries"),
            "SeldonDeployment", new Plural(SELDON, "seldondeployments"),
            "AuthorizationPolicy", new Plural(SECURITY, "authorizationpolicies"),
            "RequestAuthentication", new Plural(SECURITY, "requestauthentications"),
            "PeerAuthentication", new Plural(SECURITY, "peerauthentications"),
            "Service", new Plural(new Served("", List.of("v1")), "services"));

    /** @param versions that may be served, the likeliest first */
    private record Served(String group, List<String> versions) {}

    private record Plural(Served served, String plural) {}

    private Paths() {}

    /** Those that {@link #of} knows. */
    static Set<String> kinds() {
        return KINDS.keySet();
    }

    static String services(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/services";
    }

    static String slices(String namespace) {
        return "/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices";
    }

    static String leases(String namespace) {
        return "/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases";
    }

    static String events(String namespace) {
        return "/apis/events.k8s.io/v1/namespaces/" + namespace + "/events";
    }

    static String configMaps(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    /** Where an object may stand, by the versions of its kind; none if it is of no kind that is asked for here. */
    static List<String> of(ObjectId id) {
        Plural kind = KINDS.get(id.kind());
        return kind == null
                ? List.of()
                : kind.served().versions().stream()
                        .map(version -> (kind.served().group().isEmpty()
                                        ? "/api/"
                                        : "/apis/" + kind.served().group() + "/")
                                + version + "/namespaces/" + id.namespace() + "/" + kind.plural() + "/" + id.name())
                        .toList();
    }

    /** {@code group/version}, or the core's version, of what stands there. */
    static String apiVersion(String path) {
        String[] parts = path.split("/", -1);
        return parts[1].equals("api") ? parts[2] : parts[2] + "/" + parts[3];
    }
}
