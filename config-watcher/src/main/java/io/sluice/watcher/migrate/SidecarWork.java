package io.sluice.watcher.migrate;

import static io.sluice.watcher.migrate.Hazard.EGRESS;
import static io.sluice.watcher.migrate.Hazard.GATEWAY_SERVICE;
import static io.sluice.watcher.migrate.Hazard.INGRESS_OF_ISTIO;
import static io.sluice.watcher.migrate.Hazard.RULE_OF_NO_ROUTE;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.ServiceEntry;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What Istio's proxies did beside what this router does. */
final class SidecarWork {
    private final Inventory inventory;
    private final Settings settings;
    private final Findings findings;
    private final Set<String> hosts;

    /** @param clusters names of those that routes lead to */
    SidecarWork(Inventory inventory, Settings settings, Findings findings, Collection<String> clusters) {
        this.inventory = inventory;
        this.settings = settings;
        this.findings = findings;
        hosts = clusters.stream()
                .map(cluster -> cluster.substring(cluster.lastIndexOf('|') + 1))
                .collect(Collectors.toUnmodifiableSet());
    }

    void tell(Manifests manifests) {
        for (DestinationRule rule : manifests.of(DestinationRule.class)) {
            String host = settings.resolve(rule.host(), rule.meta().namespace());
            // Not those that are derived from a SeldonDeployment, which come and go with its routes.
            if (inventory.holds(rule.meta().id()) && !called(host)) {
                findings.add(
                        RULE_OF_NO_ROUTE,
                        rule.meta().id(),
                        "spec.host",
                        "no route leads to " + host + ": its limits, balance and TLS were the callers' sidecars' to"
                                + " apply, and nobody does after them");
            }
        }
        for (ServiceEntry entry : manifests.of(ServiceEntry.class)) {
            if (entry.hosts().stream().noneMatch(this::called)) {
                findings.add(
                        EGRESS,
                        entry.meta().id(),
                        "spec.hosts",
                        "no route leads to " + String.join(", ", entry.hosts()) + ": pods will call it as they call"
                                + " anything outside");
            }
        }
        for (Service service : manifests.of(Service.class)) {
            if (leadsToGateway(service)) {
                findings.add(
                        GATEWAY_SERVICE,
                        service.meta().id(),
                        "spec.selector",
                        "leads to the pods of Istio's gateway, and has none when they are gone");
            }
        }
        inventory.forEach(this::ingress);
    }

    private boolean called(String host) {
        return host.startsWith("*")
                ? hosts.stream().anyMatch(known -> known.endsWith(host.substring(1)))
                : hosts.contains(host);
    }

    private boolean leadsToGateway(Service service) {
        return service.meta().namespace().equals(settings.gatewayNamespace())
                && service.selector()
                        .entrySet()
                        .containsAll(settings.gatewayLabels().entrySet())
                && !Fronts.leadsToRouters(service);
    }

    private void ingress(ObjectId id, JsonNode content) {
        String group = content.path("apiVersion").asText();
        if (id.kind().equals("Ingress") && group.startsWith("networking.k8s.io/")) {
            String annotated = content.path("metadata")
                    .path("annotations")
                    .path("kubernetes.io/ingress.class")
                    .asText();
            String named = content.path("spec").path("ingressClassName").asText();
            if (named.equals("istio")) {
                findings.add(INGRESS_OF_ISTIO, id, "spec.ingressClassName", "class istio is Istio's gateway's");
            } else if (annotated.equals("istio")) {
                findings.add(
                        INGRESS_OF_ISTIO,
                        id,
                        "metadata.annotations.kubernetes.io/ingress.class",
                        "class istio is Istio's gateway's");
            }
        } else if (id.kind().equals("Gateway") && group.startsWith("gateway.networking.k8s.io/")) {
            String named = content.path("spec").path("gatewayClassName").asText();
            if (named.startsWith("istio")) {
                findings.add(INGRESS_OF_ISTIO, id, "spec.gatewayClassName", "class " + named + " is Istio's to serve");
            }
        }
    }
}
