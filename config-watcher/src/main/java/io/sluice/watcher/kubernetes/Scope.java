package io.sluice.watcher.kubernetes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which namespaces are looked at.
 *
 * @param namespaces empty = all
 * @param gatewayNamespace where Gateways may stand beside those, and where their Secrets are
 * @param rootNamespace whose policies count everywhere
 */
public record Scope(List<String> namespaces, String gatewayNamespace, String rootNamespace) {
    public Scope {
        namespaces = List.copyOf(namespaces);
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
