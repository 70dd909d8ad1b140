package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.front.FrontService;
import io.sluice.watcher.front.FrontSlice;
import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.resource.EndpointSlice;
import java.util.Map;

/** Front Services and slices as the API server is given them, and what of them is ours to change. */
final class FrontTrees {
    private final Ownership own;
    private final String routerNamespace;

    /** @param routerNamespace of the pods that slices list */
    FrontTrees(Ownership own, String routerNamespace) {
        this.own = own;
        this.routerNamespace = routerNamespace;
    }

    /** Whether it still carries our labels, and nobody has made it lead elsewhere. */
    boolean isOurService(JsonNode service) {
        return carries(service, own.serviceLabels())
                && service.path("spec").path("selector").isEmpty();
    }

    boolean isOurSlice(JsonNode slice) {
        return carries(slice, Map.of(Ownership.SLICE_MANAGED_BY, Ownership.US, Ownership.ROUTER, own.router()));
    }

    private static boolean carries(JsonNode object, Map<String, String> labels) {
        JsonNode there = object.path("metadata").path("labels");
        return labels.entrySet().stream()
                .allMatch(label ->
                        label.getValue().equals(there.path(label.getKey()).asText()));
    }

    ObjectNode service(FrontService service, JsonNode owner) {
        ObjectNode tree = tree("v1", "Service", service.namespace(), service.name(), own.serviceLabels());
        ObjectNode spec = tree.putObject("spec");
        spec.put("type", "ClusterIP");
        // Both families where the cluster has both.
        spec.put("ipFamilyPolicy", "PreferDualStack");
        // The older word for PreferSameZone, which every release takes that knows the field; hints stand in our slices.
        spec.put("trafficDistribution", "PreferClose");
        fill(tree, service, owner);
        return tree;
    }

    /** Writes what is ours into a Service that is there; what others have added to it stays. */
    void fill(ObjectNode tree, FrontService service, JsonNode owner) {
        own(tree, owner);
        ArrayNode ports = tree.withObject("/spec").putArray("ports");
        for (FrontService.Port port : service.ports()) {
            ObjectNode one = ports.addObject();
            one.put("name", port.name())
                    .put("port", port.number())
                    .put("targetPort", port.target())
                    .put("protocol", "TCP");
            if (port.appProtocol() != null) {
                one.put("appProtocol", port.appProtocol());
            }
        }
    }

    ObjectNode slice(FrontSlice slice, JsonNode service) {
        ObjectNode tree = tree(
                "discovery.k8s.io/v1",
                "EndpointSlice",
                slice.namespace(),
                slice.name(),
                own.sliceLabels(slice.service()));
        tree.put("addressType", slice.addressType());
        fill(tree, slice, service);
        return tree;
    }

    void fill(ObjectNode tree, FrontSlice slice, JsonNode service) {
        own(tree, service);
        ArrayNode ports = tree.putArray("ports");
        for (EndpointSlice.Port port : slice.ports()) {
            ports.addObject()
                    .put("name", port.name())
                    .put("port", port.number())
                    .put("protocol", "TCP");
        }
        ArrayNode endpoints = tree.putArray("endpoints");
        slice.endpoints().forEach(endpoint -> endpoint(endpoint, endpoints.addObject()));
    }

    private void endpoint(EndpointSlice.Endpoint endpoint, ObjectNode tree) {
        endpoint.addresses().forEach(tree.putArray("addresses")::add);
        tree.putObject("conditions")
                .put("ready", !Boolean.FALSE.equals(endpoint.ready()))
                .put("serving", !Boolean.FALSE.equals(endpoint.serving()))
                .put("terminating", endpoint.terminating());
        if (endpoint.node() != null) {
            tree.put("nodeName", endpoint.node());
        }
        if (endpoint.zone() != null) {
            tree.put("zone", endpoint.zone());
            tree.putObject("hints").putArray("forZones").addObject().put("name", endpoint.zone());
        }
        if (endpoint.pod() != null) {
            tree.putObject("targetRef")
                    .put("kind", "Pod")
                    .put("namespace", routerNamespace)
                    .put("name", endpoint.pod());
        }
    }

    /**
     * It goes when its owner goes. Nobody is its controller: Seldon's operator deletes Services whose controller a SeldonDeployment is and that
     * it did not write. Nor does it hold up its owner's end, which would take a right more.
     */
    private static void own(ObjectNode tree, JsonNode owner) {
        tree.withObject("/metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", owner.path("apiVersion").asText())
                .put("kind", owner.path("kind").asText())
                .put("name", owner.path("metadata").path("name").asText())
                .put("uid", owner.path("metadata").path("uid").asText());
    }

    private static ObjectNode tree(
            String apiVersion, String kind, String namespace, String name, Map<String, String> labels) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = tree.putObject("metadata").put("name", name).put("namespace", namespace);
        ObjectNode written = metadata.putObject("labels");
        labels.forEach(written::put);
        return tree;
    }
}
