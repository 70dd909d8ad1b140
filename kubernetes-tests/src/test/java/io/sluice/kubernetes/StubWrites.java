package io.sluice.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kubernetes.StubObjects.Collection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Single objects of an API server: read, created, replaced and deleted, at the version that was seen or not at all. */
final class StubWrites {
    private StubWrites() {}

    /** @param body a Status where it is no success */
    record Answer(int status, JsonNode body) {}

    /** Null if the request is for something else. */
    static @Nullable Answer answer(String method, String path, byte[] body, StubObjects objects) throws IOException {
        int namespaces = path.indexOf("/namespaces/");
        if (namespaces < 0) {
            return null;
        }
        String[] parts = path.substring(namespaces + "/namespaces/".length()).split("/", -1);
        ObjectNode sent = body.length == 0 ? null : (ObjectNode) StubObjects.YAML.readTree(body);
        synchronized (objects) {
            if (method.equals("POST") && parts.length == 2 && sent != null) {
                String name = sent.path("metadata").path("name").asText();
                Collection in = Collection.of(path);
                if (objects.get(in.resource(), in.namespace(), name) != null) {
                    return status(409);
                }
                objects.put(sent);
                return found(201, objects.get(in.resource(), in.namespace(), name));
            }
            if (parts.length != 3) {
                return null;
            }
            Collection in = Collection.of(path.substring(0, path.lastIndexOf('/')));
            ObjectNode there = objects.get(in.resource(), in.namespace(), parts[2]);
            if (there == null) {
                return method.equals("PATCH") ? null : status(404);
            }
            return switch (method) {
                case "GET" -> found(200, there);
                case "PUT" -> {
                    if (sent == null || !version(sent.path("metadata")).equals(version(there.path("metadata")))) {
                        yield status(409);
                    }
                    objects.put(sent);
                    yield found(200, objects.get(in.resource(), in.namespace(), parts[2]));
                }
                case "DELETE" -> {
                    JsonNode wanted = sent == null ? there.path("metadata") : sent.path("preconditions");
                    if (!version(wanted).equals(version(there.path("metadata")))) {
                        yield status(409);
                    }
                    objects.delete(in.resource(), in.namespace(), parts[2]);
                    yield found(200, there);
                }
                default -> null;
            };
        }
    }

    private static String version(JsonNode metadata) {
        return metadata.path("resourceVersion").asText();
    }

    private static Answer found(int status, @Nullable ObjectNode object) {
        return object == null ? status(404) : new Answer(status, object);
    }

    private static Answer status(int code) {
        return new Answer(
                code,
                StubObjects.YAML
                        .createObjectNode()
                        .put("kind", "Status")
                        .put("code", code)
                        .put("message", "as the stub has it"));
    }
}
