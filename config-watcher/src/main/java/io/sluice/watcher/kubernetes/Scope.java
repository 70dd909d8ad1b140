package io.sluice.watcher.kubernetes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much of a cluster is looked at.
 *
 * @param namespaces empty = all
 * @param selector of labels, as the API server reads it; empty = none. It chooses among what brings requests here: nobody is let in, and
 *     nothing is reached in another way, because a policy or a destination's rule lacks a label
 * @param gatewayNamespace where Gateways may stand beside those, and where their Secrets are
 * @param rootNamespace whose policies count everywhere
 */
public record Scope(List<String> namespaces, String selector, String gatewayNamespace, String rootNamespace) {
    public Scope {
        namespaces = List.copyOf(namespaces);
    }

    /** The same words for the same objects, in one line. */
    String inWords() {
        return (namespaces.isEmpty() ? "all namespaces" : "namespaces " + String.join(",", new TreeSet<>(namespaces)))
                + (selector.isEmpty() ? "" : " with labels " + selector.strip())
                + ", gateways of " + gatewayNamespace + ", root " + rootNamespace;
    }

    /** What labels of one kind are asked for; empty = any. */
    String selector(Kind kind) {
        return switch (kind.name()) {
            case "VirtualService", "SeldonDeployment" -> selector;
            default -> "";
        };
    }

    /** Where one kind is asked for; an empty name stands for all of them, or for the cluster. */
    Set<String> of(Kind kind) {
        if (namespaces.isEmpty() || !kind.namespaced()) {
            return Set.of("");
        }
        Set<String> all = new LinkedHashSet<>(namespaces);
        switch (kind.name()) {
            case "Gateway" -> all.add(gatewayNamespace);
            case "AuthorizationPolicy", "RequestAuthentication", "PeerAuthentication", "Telemetry" ->
                all.add(rootNamespace);
            default -> {
                // Nothing of other namespaces counts here.
            }
        }
        return all;
    }
}
