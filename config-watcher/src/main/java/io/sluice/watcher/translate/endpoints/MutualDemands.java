package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.watcher.resource.PeerAuthentication;
import io.sluice.watcher.resource.PeerAuthentication.Mode;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which pods are spoken to in TLS of the mesh (istio.md §4.4): those that take nothing else; and, by a router that can, those with a
 * sidecar, as Istio's clients do of themselves.
 */
final class MutualDemands {
    private static final String SIDECAR = "security.istio.io/tlsMode";

    private final List<PeerAuthentication> policies;
    private final String rootNamespace;
    private final boolean spoken;

    /**
     * @param policies oldest first
     * @param spoken whether this router has a certificate of the mesh
     */
    MutualDemands(List<PeerAuthentication> policies, String rootNamespace, boolean spoken) {
        this.policies = policies;
        this.rootNamespace = rootNamespace;
        this.spoken = spoken;
    }

    boolean of(Endpoint endpoint) {
        return switch (mode(endpoint.workload(), endpoint.port())) {
            case STRICT -> true;
            case DISABLE -> false;
            case PERMISSIVE, UNSET ->
                spoken && "istio".equals(endpoint.workload().labels().get(SIDECAR));
        };
    }

    /** Of the pod's port, the pod, its namespace, the mesh: the first that says anything; of several of one scope the oldest. */
    private Mode mode(Workload pod, int port) {
        PeerAuthentication own = first(policy -> !policy.selector().isEmpty()
                && policy.meta().namespace().equals(pod.namespace())
                && pod.labels().entrySet().containsAll(policy.selector().entrySet()));
        Mode ofPort = own == null ? Mode.UNSET : own.ports().getOrDefault(port, Mode.UNSET);
        if (ofPort != Mode.UNSET) {
            return ofPort;
        }
        PeerAuthentication ofNamespace = first(policy ->
                policy.selector().isEmpty() && policy.meta().namespace().equals(pod.namespace()));
        PeerAuthentication ofMesh = first(policy ->
                policy.selector().isEmpty() && policy.meta().namespace().equals(rootNamespace));
        for (PeerAuthentication policy : new @Nullable PeerAuthentication[] {own, ofNamespace, ofMesh}) {
            if (policy != null && policy.mode() != Mode.UNSET) {
                return policy.mode();
            }
        }
        return Mode.UNSET;
    }

    private @Nullable PeerAuthentication first(Predicate<PeerAuthentication> wanted) {
        return policies.stream().filter(wanted).findFirst().orElse(null);
    }
}
