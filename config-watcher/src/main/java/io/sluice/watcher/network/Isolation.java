package io.sluice.watcher.network;

import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.NetworkPolicy;
import io.sluice.watcher.resource.NetworkPolicy.Source;
import io.sluice.watcher.store.Manifests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What NetworkPolicies let through. Immutable. */
public final class Isolation {
    /** A label that every namespace carries. */
    static final String NAME = "kubernetes.io/metadata.name";

    private final List<NetworkPolicy> policies;
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();

    public Isolation(Manifests manifests) {
        policies = manifests.of(NetworkPolicy.class);
        for (Namespace namespace : manifests.of(Namespace.class)) {
            namespaces.put(namespace.meta().name(), namespace.meta().labels());
        }
    }

    /** A pod that may want to call. */
    public Source source(String namespace, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(namespaces.getOrDefault(namespace, Map.of()));
        all.put(NAME, namespace);
        return new Source(namespace, all, labels);
    }

    /** Whether a pod can be called: by anybody, unless a policy is about it; then by whom one lets in. */
    public boolean admits(String namespace, Map<String, String> labels, Source source, int port) {
        List<NetworkPolicy> about = policies.stream()
                .filter(policy -> policy.ingress()
                        && policy.meta().namespace().equals(namespace)
                        && policy.pods().fits(labels))
                .toList();
        return about.isEmpty() || about.stream().anyMatch(policy -> policy.admits(source, port));
    }

    /** Whether a pod that is nobody in particular can call, from next door or from afar. */
    public boolean bypassable(String namespace, Map<String, String> labels, int port) {
        return admits(namespace, labels, source(namespace, Map.of()), port)
                || admits(namespace, labels, source("some-other-namespace", Map.of()), port);
    }
}
