package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.write.Api.Answer;
import io.sluice.watcher.write.Api.Method;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What was admitted of objects, in a ConfigMap of the router's namespace: a router that starts while an object is refused goes on with the
 * version that the others have. Packed, because a ConfigMap holds no more than 1 MiB. Confined to its caller's thread.
 */
final class AdmittedSpecs {
    /** Less than etcd takes, with room for what is around it. */
    private static final int MOST_BYTES = 900 * 1024;

    private static final int MOST_UNPACKED = 64 * 1024 * 1024;
    private static final String KEY = "admitted.json.gz";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final Ownership own;
    private final String namespace;
    private final String name;
    private String written = "";

    AdmittedSpecs(Api api, Ownership own, String namespace, String name) {
        this.api = api;
        this.own = own;
        this.namespace = namespace;
        this.name = name;
    }

    /**
     * Empty if nothing has been written yet.
     *
     * @throws IOException if nobody can say, or it is not what was written
     */
    List<JsonNode> read() throws IOException {
        Answer answer = api.ask(Method.GET, path(), null);
        if (answer.absent()) {
            return List.of();
        }
        if (!answer.success()) {
            throw new IOException(answer.said());
        }
        String packed = answer.body().path("binaryData").path(KEY).asText();
        return packed.isEmpty() ? List.of() : unpack(packed);
    }

    /** @throws IOException if it is to be tried again */
    void write(List<JsonNode> objects) throws IOException {
        String packed = pack(objects);
        if (packed.equals(written)) {
            return;
        }
        if (packed.length() > MOST_BYTES) {
            throw new IOException("specs of " + objects.size() + " objects are too large for a ConfigMap ("
                    + packed.length() / 1024 + " KiB of " + MOST_BYTES / 1024 + ")");
        }
        Answer there = api.ask(Method.GET, path(), null);
        Answer answer;
        if (there.absent()) {
            answer = api.ask(Method.POST, Paths.configMaps(namespace), with(packed, tree()));
        } else if (!there.success()) {
            answer = there;
        } else if (own.router()
                .equals(there.body()
                        .at("/metadata/labels")
                        .path(Ownership.ROUTER)
                        .asText())) {
            answer = api.ask(Method.PUT, path(), with(packed, there.body().deepCopy()));
        } else {
            throw new IOException("ConfigMap " + namespace + "/" + name + " is not this router's");
        }
        if (!answer.success()) {
            throw new IOException(answer.said());
        }
        written = packed;
    }

    private String path() {
        return Paths.configMaps(namespace) + "/" + name;
    }

    private ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode labels = tree.putObject("metadata")
                .put("name", name)
                .put("namespace", namespace)
                .putObject("labels");
        own.serviceLabels().forEach(labels::put);
        return tree;
    }

    private static ObjectNode with(String packed, ObjectNode tree) {
        tree.withObject("/binaryData").put(KEY, packed);
        return tree;
    }

    private static String pack(List<JsonNode> objects) throws IOException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        objects.forEach(all::add);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
            JSON.writeValue(packing, all);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static List<JsonNode> unpack(String packed) throws IOException {
        try (GZIPInputStream unpacking =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed)))) {
            byte[] bytes = unpacking.readNBytes(MOST_UNPACKED);
            List<JsonNode> objects = new ArrayList<>();
            JSON.readTree(bytes).forEach(objects::add);
            return objects;
        } catch (IllegalArgumentException noBase64) {
            throw new IOException("is not what was written there", noBase64);
        }
    }
}
