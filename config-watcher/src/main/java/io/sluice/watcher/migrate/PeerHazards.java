package io.sluice.watcher.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.PeerAuthentication;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.List;
import java.util.Set;

/** Where certificates of sidecars tell who calls: none will be shown any more. */
final class PeerHazards {
    private static final List<String> SOURCES = List.of(
            "principals",
            "notPrincipals",
            "namespaces",
            "notNamespaces",
            "serviceAccounts",
            "notServiceAccounts",
            "trustDomains",
            "notTrustDomains");

    private static final Set<String> CONDITIONS =
            Set.of("source.principal", "source.namespace", "source.serviceAccount");

    private final Inventory inventory;
    private final Settings settings;
    private final Findings findings;

    PeerHazards(Inventory inventory, Settings settings, Findings findings) {
        this.inventory = inventory;
        this.settings = settings;
        this.findings = findings;
    }

    void tell(Manifests manifests) {
        for (PeerAuthentication policy : manifests.of(PeerAuthentication.class)) {
            if (policy.demandsTls()) {
                boolean whole = policy.meta().namespace().equals(settings.mesh().rootNamespace());
                String pods = policy.selector().isEmpty()
                        ? whole
                                ? "every pod of the mesh"
                                : "every pod of namespace " + policy.meta().namespace()
                        : "the pods that it selects";
                findings.add(
                        Hazard.STRICT_PODS,
                        policy.meta().id(),
                        "spec",
                        "STRICT: " + pods + " with a sidecar takes nobody who has no certificate of the mesh");
            }
        }
        inventory.forEach((id, content) -> {
            if (id.kind().equals("AuthorizationPolicy")) {
                policy(id, content.path("spec").path("rules"));
            }
        });
    }

    private void policy(ObjectId id, JsonNode rules) {
        for (int rule = 0; rule < rules.size(); rule++) {
            String path = "spec.rules[" + rule + "]";
            JsonNode from = rules.get(rule).path("from");
            for (int i = 0; i < from.size(); i++) {
                for (String field : SOURCES) {
                    if (from.get(i).path("source").has(field)) {
                        tell(id, path + ".from[" + i + "].source." + field, field);
                    }
                }
            }
            JsonNode when = rules.get(rule).path("when");
            for (int i = 0; i < when.size(); i++) {
                String key = when.get(i).path("key").asText();
                if (CONDITIONS.contains(key)) {
                    tell(id, path + ".when[" + i + "].key", key);
                }
            }
        }
    }

    private void tell(ObjectId id, String path, String what) {
        findings.add(
                Hazard.PEER_IN_POLICY,
                id,
                path,
                what + " is read from the certificate of the caller's sidecar: in-cluster callers fit no such value"
                        + " any more, and no `not` lets them in; what comes through a gateway is "
                        + settings.gatewayIdentity());
    }
}
