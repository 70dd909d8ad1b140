package io.sluice.watcher.migrate;

import static io.sluice.watcher.migrate.Hazard.OPERATOR_WRITES_ROUTES;
import static io.sluice.watcher.migrate.Hazard.ROOT_BY_DEFAULT;
import static io.sluice.watcher.migrate.Hazard.ROOT_FOR_ISTIO;
import static io.sluice.watcher.migrate.Hazard.SIDECAR_CALLED;
import static io.sluice.watcher.migrate.Hazard.SIDECAR_INJECTION;
import static io.sluice.watcher.migrate.Hazard.SIDECAR_METRICS;
import static io.sluice.watcher.migrate.Hazard.SIDECAR_SETTING;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.resource.ObjectId;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What stands in objects for Istio's sake, and does nothing, or harm, without it: found wherever it stands in a tree. */
final class Leftovers {
    private static final Set<String> WORKLOADS = Set.of(
            "SeldonDeployment",
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "Job",
            "CronJob",
            "Rollout",
            "Pod");

    private static final String INJECT = "sidecar.istio.io/inject";
    private static final Pattern ISTIO = Pattern.compile("([a-z]+\\.)*istio\\.io/.+");
    private static final Set<String> INJECTING = Set.of("istio-injection", "istio.io/rev", "istio.io/dataplane-mode");

    /** Ports of a sidecar's agent and of its proxy. */
    private static final Pattern SIDECAR =
            Pattern.compile("(localhost|127\\.0\\.0\\.1):150(00|04|20|21|90)\\b|/quitquitquit\\b");

    private static final Set<String> METRICS = Set.of("15020", "15090");

    private final Inventory inventory;
    private final Findings findings;

    Leftovers(Inventory inventory, Findings findings) {
        this.inventory = inventory;
        this.findings = findings;
    }

    void tell() {
        inventory.forEach((id, content) -> {
            if (id.kind().equals("Namespace")) {
                namespace(id, content);
            } else if (WORKLOADS.contains(id.kind())
                    && !content.path("metadata").has("ownerReferences")) {
                walk(id, "", content);
            }
        });
    }

    private void namespace(ObjectId id, JsonNode content) {
        for (Map.Entry<String, JsonNode> label :
                content.path("metadata").path("labels").properties()) {
            if (INJECTING.contains(label.getKey())) {
                findings.add(
                        SIDECAR_INJECTION,
                        id,
                        "metadata.labels." + label.getKey(),
                        "\"" + label.getValue().asText() + "\" asks for Istio beside every pod of the namespace");
            }
        }
    }

    private void walk(ObjectId id, String path, JsonNode node) {
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                walk(id, path + "[" + i + "]", node.get(i));
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            switch (field.getKey()) {
                case "labels", "annotations" -> marks(id, below, field.getValue());
                case "runAsUser" -> user(id, below, field.getValue());
                case "command", "args" -> called(id, below, field.getValue());
                case "env" -> environment(id, below, field.getValue());
                default -> walk(id, below, field.getValue());
            }
        }
    }

    private void marks(ObjectId id, String path, JsonNode marks) {
        for (Map.Entry<String, JsonNode> mark : marks.properties()) {
            String field = path + "." + mark.getKey();
            String value = mark.getValue().asText();
            if (mark.getKey().equals(INJECT)) {
                findings.add(SIDECAR_INJECTION, id, field, "\"" + value + "\" speaks to Istio's injector");
            } else if (mark.getKey().equals("prometheus.io/port") && METRICS.contains(value)) {
                findings.add(SIDECAR_METRICS, id, field, "port " + value + " is the sidecar's");
            } else if (ISTIO.matcher(mark.getKey()).matches()) {
                findings.add(SIDECAR_SETTING, id, field, "sets up a sidecar");
            }
        }
    }

    private void user(ObjectId id, String path, JsonNode user) {
        if (id.kind().equals("SeldonDeployment") && user.isIntegralNumber() && user.asLong() == 0) {
            findings.add(ROOT_FOR_ISTIO, id, path, "the model runs as root");
        }
    }

    private void called(ObjectId id, String path, JsonNode words) {
        for (int i = 0; i < words.size(); i++) {
            if (SIDECAR.matcher(words.get(i).asText()).find()) {
                findings.add(SIDECAR_CALLED, id, path + "[" + i + "]", "calls a port of the sidecar in its pod");
            }
        }
    }

    /** Of Seldon's operator, which is told apart by what only it is asked. */
    private void environment(ObjectId id, String path, JsonNode variables) {
        for (int i = 0; i < variables.size(); i++) {
            String name = variables.get(i).path("name").asText();
            String value = variables.get(i).path("value").asText();
            if (name.equals("DEFAULT_USER_ID") && value.equals("0")) {
                findings.add(
                        ROOT_BY_DEFAULT,
                        id,
                        path + "[" + i + "]",
                        "DEFAULT_USER_ID is 0: models without a runAsUser of their own run as root");
            } else if (name.equals("ISTIO_ENABLED") && value.equals("true")) {
                findings.add(
                        OPERATOR_WRITES_ROUTES,
                        id,
                        path + "[" + i + "]",
                        "ISTIO_ENABLED is \"true\": the operator writes VirtualServices and DestinationRules");
            }
        }
    }
}
