package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An API server of tests: versions, UIDs and preconditions as Kubernetes has them, and what was asked of it. Shared: under its own lock.
 */
final class MemoryApi implements Api {
    final Map<String, ObjectNode> objects = new TreeMap<>();

    /** {@code POST /api/v1/…}, in order. */
    final List<String> asked = new ArrayList<>();

    /** What is done just before a request is answered: for what happens in between. */
    Before before = (method, path) -> {};

    private long version;

    @FunctionalInterface
    interface Before {
        void request(Method method, String path) throws IOException;
    }

    static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("namespace", namespace).put("name", name);
        return object;
    }

    synchronized ObjectNode put(String path, ObjectNode object) {
        ObjectNode stored = object.deepCopy();
        ObjectNode there = objects.get(path);
        String uid = there == null
                ? "uid-" + ++version
                : there.path("metadata").path("uid").asText();
        stored.withObject("/metadata").put("uid", uid).put("resourceVersion", String.valueOf(++version));
        objects.put(path, stored);
        return stored.deepCopy();
    }

    synchronized @Nullable ObjectNode get(String path) {
        ObjectNode there = objects.get(path);
        return there == null ? null : there.deepCopy();
    }

    /** What must be there. */
    synchronized ObjectNode there(String path) {
        return Objects.requireNonNull(objects.get(path), path).deepCopy();
    }

    synchronized List<String> writes() {
        return asked.stream().filter(request -> !request.startsWith("GET ")).toList();
    }

    @Override
    public synchronized Answer ask(Method method, String path, @Nullable ObjectNode body) throws IOException {
        asked.add(method + " " + path);
        before.request(method, path);
        return switch (method) {
            case GET -> objects.containsKey(path) ? ok(200, objects.get(path)) : status(404);
            case POST -> post(path, body);
            case PUT -> put(path, body, objects.get(path));
            case DELETE -> delete(path, body);
        };
    }

    private Answer post(String collection, @Nullable ObjectNode body) {
        if (body == null) {
            return status(400);
        }
        String path = collection + "/" + body.path("metadata").path("name").asText();
        return objects.containsKey(path) ? status(409) : ok(201, put(path, body));
    }

    private Answer put(String path, @Nullable ObjectNode body, @Nullable ObjectNode there) {
        if (body == null || there == null) {
            return status(there == null ? 404 : 400);
        }
        return version(body.path("metadata")).equals(version(there.path("metadata")))
                ? ok(200, put(path, body))
                : status(409);
    }

    private Answer delete(String path, @Nullable ObjectNode options) {
        ObjectNode there = objects.get(path);
        if (there == null) {
            return status(404);
        }
        JsonNode preconditions = options == null ? MissingNode.getInstance() : options.path("preconditions");
        if (!version(preconditions).equals(version(there.path("metadata")))
                || !preconditions.path("uid").equals(there.path("metadata").path("uid"))) {
            return status(409);
        }
        objects.remove(path);
        return ok(200, there);
    }

    private static String version(JsonNode metadata) {
        return metadata.path("resourceVersion").asText("none");
    }

    private static Answer ok(int status, @Nullable ObjectNode body) {
        return new Answer(status, body == null ? MissingNode.getInstance() : body.deepCopy());
    }

    static Answer status(int code) {
        return new Answer(code, JsonNodeFactory.instance.objectNode().put("message", "as a test wants it"));
    }
}
