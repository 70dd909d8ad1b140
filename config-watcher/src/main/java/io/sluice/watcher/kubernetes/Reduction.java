package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What is kept of an object: of kinds with many large ones what their readers look at, of the others all that an author may have
 * written. What nobody reads costs no memory, and its changes are none.
 */
final class Reduction {
    private static final Set<String> KEPT_OF_SECRETS =
            Set.of("tls.crt", "tls.key", "ca.crt", "ca.crl", "cert", "key", "cacert", "crl");

    private Reduction() {}

    /** @param apiVersion of the list that it stands in, whose items do not always say it */
    static ObjectNode of(Kind kind, String apiVersion, JsonNode object) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put("apiVersion", apiVersion);
        kept.put("kind", kind.name());
        kept.set("metadata", metadata(object.path("metadata")));
        switch (kind.name()) {
            case "Pod" -> pod(object, kept);
            case "Secret" -> secret(object, kept);
            case "Namespace", "Node" -> {
                // Their labels say it all.
            }
            case "EndpointSlice" -> slice(object, kept);
            default -> {
                if (kind.part() != Kind.Part.NAMED) {
                    others(object, kept);
                }
            }
        }
        return kept;
    }

    private static ObjectNode metadata(JsonNode metadata) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        copy(metadata, kept, "name", "namespace", "uid", "creationTimestamp", "labels", "ownerReferences");
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            ObjectNode few = annotations.deepCopy();
            few.remove("kubectl.kubernetes.io/last-applied-configuration");
            kept.set("annotations", few);
        }
        return kept;
    }

    private static void others(JsonNode object, ObjectNode kept) {
        object.properties().forEach(field -> {
            if (!kept.has(field.getKey()) && !field.getKey().equals("status")) {
                kept.set(field.getKey(), field.getValue());
            }
        });
    }

    private static void pod(JsonNode object, ObjectNode kept) {
        kept.withObject("/metadata").remove(Set.of("annotations", "uid"));
        ObjectNode spec = kept.putObject("spec");
        copy(object.path("spec"), spec, "serviceAccountName");
        ArrayNode containers = spec.putArray("containers");
        for (JsonNode container : object.path("spec").path("containers")) {
            copy(container, containers.addObject(), "name", "image");
        }
        copy(object.path("status"), kept.putObject("status"), "podIP", "podIPs");
    }

    private static void slice(JsonNode object, ObjectNode kept) {
        kept.withObject("/metadata").remove(Set.of("annotations", "ownerReferences", "uid"));
        copy(object, kept, "addressType", "ports");
        ArrayNode endpoints = kept.putArray("endpoints");
        for (JsonNode endpoint : object.path("endpoints")) {
            ObjectNode few = endpoints.addObject();
            copy(endpoint, few, "addresses", "conditions", "nodeName", "zone");
            if (endpoint.hasNonNull("targetRef")) {
                copy(endpoint.path("targetRef"), few.putObject("targetRef"), "kind", "name");
            }
        }
    }

    private static void secret(JsonNode object, ObjectNode kept) {
        copy(object, kept, "type");
        ObjectNode data = kept.putObject("data");
        KEPT_OF_SECRETS.forEach(name -> copy(object.path("data"), data, name));
    }

    private static void copy(JsonNode from, ObjectNode to, String... names) {
        for (String name : names) {
            JsonNode value = from.get(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }
}
