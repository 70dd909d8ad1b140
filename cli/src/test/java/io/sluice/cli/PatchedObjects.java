package io.sluice.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Objects of a cluster, and patches of them: add, replace and remove of RFC 6902, each a list of operation, path and value. */
final class PatchedObjects {
    private final Map<String, ObjectNode> byName = new LinkedHashMap<>();

    PatchedObjects(JsonNode objects) {
        for (JsonNode object : objects) {
            JsonNode metadata = object.path("metadata");
            byName.put(
                    object.path("kind").asText() + " "
                            + metadata.path("namespace").asText() + "/"
                            + metadata.path("name").asText(),
                    (ObjectNode) object);
        }
    }

    String text() throws JsonProcessingException {
        StringBuilder text = new StringBuilder();
        for (ObjectNode object : byName.values()) {
            text.append(new YAMLMapper().writeValueAsString(object));
        }
        return text.toString();
    }

    void patch(JsonNode patches) {
        for (JsonNode patch : patches) {
            ObjectNode object = byName.get(patch.path("object").asText());
            if (object == null) {
                throw new IllegalArgumentException(patch.path("object") + " is none of " + byName.keySet());
            }
            patch.path("ops").forEach(operation -> apply(object, operation));
        }
    }

    private static void apply(ObjectNode object, JsonNode operation) {
        JsonPointer pointer = JsonPointer.compile(operation.path(1).asText());
        JsonNode parent = object.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        JsonNode value = operation.path(2);
        boolean there = !object.at(pointer).isMissingNode();
        switch (operation.path(0).asText()) {
            case "add" -> {
                if (parent instanceof ArrayNode list) {
                    list.insert(Integer.parseInt(last), value);
                } else {
                    ((ObjectNode) parent).set(last, value);
                }
            }
            case "replace" -> {
                require(there, operation);
                if (parent instanceof ArrayNode list) {
                    list.set(Integer.parseInt(last), value);
                } else {
                    ((ObjectNode) parent).set(last, value);
                }
            }
            case "remove" -> {
                require(there, operation);
                if (parent instanceof ArrayNode list) {
                    list.remove(Integer.parseInt(last));
                } else {
                    ((ObjectNode) parent).remove(last);
                }
            }
            default -> throw new IllegalArgumentException("no operation: " + operation);
        }
    }

    private static void require(boolean there, JsonNode operation) {
        if (!there) {
            throw new IllegalArgumentException("nothing is there: " + operation);
        }
    }
}
