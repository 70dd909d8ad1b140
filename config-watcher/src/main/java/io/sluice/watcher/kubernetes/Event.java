package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.kubernetes.tree.TreeBuilder;
import java.io.IOException;

/**
 * What a watch tells.
 *
 * @param object reduced; of a bookmark empty
 * @param resourceVersion how far the watch has come with it
 */
record Event(Type type, ObjectNode object, String resourceVersion) {
    /** What has become of the object. */
    enum Type {
        /** It is there as it is told here. */
        PRESENT,
        DELETED,
        /** Nothing but how far the watch has come. */
        BOOKMARK
    }

    /** @throws Refused if the watch is told to end, with the status that it is told */
    static Event read(Kind kind, String apiVersion, String text) throws IOException {
        JsonNode event = Page.JSON.readTree(text);
        JsonNode object = event.path("object");
        Type type = switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> Type.PRESENT;
            case "DELETED" -> Type.DELETED;
            case "BOOKMARK" -> Type.BOOKMARK;
            case "ERROR" ->
                throw new Refused(
                        object.path("code").asInt(500), object.path("message").asText(""));
            default -> throw new IOException("it sends an event of no known type");
        };
        JsonNode metadata = object.path("metadata");
        String version = metadata.path("resourceVersion").asText("");
        if (version.isEmpty()
                || (type != Type.BOOKMARK && !metadata.path("name").isTextual())) {
            throw new IOException("it sends an event about no object");
        }
        return new Event(
                type,
                type == Type.BOOKMARK ? Page.JSON.createObjectNode() : reduced(kind, apiVersion, object),
                version);
    }

    private static ObjectNode reduced(Kind kind, String apiVersion, JsonNode object) throws IOException {
        return (ObjectNode)
                TreeBuilder.read(object.traverse(), Page.JSON.getNodeFactory(), Reduction.of(kind, apiVersion));
    }
}
