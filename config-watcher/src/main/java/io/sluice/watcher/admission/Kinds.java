package io.sluice.watcher.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which groups and kinds mean something here, before an object is looked at. */
public final class Kinds {
    private static final int LONGEST_NAME = 253;

    /** Groups of which every kind means something: one that is not listed is a mistake. */
    private static final Map<String, Set<String>> WHOLE_GROUPS = Map.of(
            "machinelearning.seldon.io", Set.of("SeldonDeployment"),
            "networking.istio.io",
                    Set.of(
                            "VirtualService",
                            "DestinationRule",
                            "Gateway",
                            "ServiceEntry",
                            "WorkloadEntry",
                            "WorkloadGroup",
                            "EnvoyFilter",
                            "Sidecar",
                            "ProxyConfig"),
            "security.istio.io", Set.of("AuthorizationPolicy", "RequestAuthentication", "PeerAuthentication"),
            "telemetry.istio.io", Set.of("Telemetry"),
            "extensions.istio.io", Set.of("WasmPlugin", "TrafficExtension"));

    /** Groups with many kinds that have nothing to do with routing. */
    private static final Map<String, Set<String>> PARTS = Map.of(
            "", Set.of("Service", "Namespace", "Node", "Pod", "Secret"),
            "discovery.k8s.io", Set.of("EndpointSlice"),
            "networking.k8s.io", Set.of("NetworkPolicy"));

    private Kinds() {}

    /** All kinds that are read, by group. */
    public static Map<String, Set<String>> read() {
        Map<String, Set<String>> all = new TreeMap<>(WHOLE_GROUPS);
        all.putAll(PARTS);
        return Collections.unmodifiableMap(all);
    }

    static String groupOf(JsonNode document) {
        String version = document.path("apiVersion").asText();
        int slash = version.indexOf('/');
        return slash < 0 ? "" : version.substring(0, slash);
    }

    /** Whether its kind says nothing that this router reads. */
    public static boolean ignored(JsonNode document) {
        String group = groupOf(document);
        String kind = document.path("kind").asText();
        if (group.isEmpty() && kind.equals("ConfigMap")) {
            return !SidecarInjectorReader.isName(
                    document.path("metadata").path("name").asText());
        }
        return !WHOLE_GROUPS.containsKey(group)
                && !PARTS.getOrDefault(group, Set.of()).contains(kind);
    }

    /** Whether an object of this kind may keep someone out. */
    static boolean isPolicy(String kind) {
        return kind.equals("AuthorizationPolicy") || kind.equals("RequestAuthentication");
    }

    /** Whether a group that is read has this kind. */
    static boolean known(String group, String kind) {
        return WHOLE_GROUPS.getOrDefault(group, Set.of()).contains(kind);
    }

    /** Why a document is no Kubernetes object; null if it is one. */
    public static @Nullable Problem malformed(JsonNode document, String file) {
        if (!document.isObject()) {
            return problem(file, "", "a document that is no map of fields is no Kubernetes object");
        }
        for (String field : new String[] {"apiVersion", "kind"}) {
            if (!isName(document.path(field))) {
                return problem(file, field, "must be a text: without it this is no Kubernetes object");
            }
        }
        JsonNode metadata = document.path("metadata");
        // `name: no` is `false` to Istio's reader of files (model-policies/operations): a policy of that name is not to
        // be lost.
        if (!isName(metadata.path("name")) && !metadata.path("name").isBoolean()) {
            return problem(
                    file,
                    "metadata.name",
                    "must be a text of 1 to " + LONGEST_NAME + " characters (quote a name that reads as a number):"
                            + " without it this is no Kubernetes object");
        }
        JsonNode namespace = metadata.path("namespace");
        boolean none = namespace.isMissingNode()
                || namespace.isNull()
                || (namespace.isTextual() && namespace.asText().isEmpty());
        return none || isName(namespace)
                ? null
                : problem(
                        file, "metadata.namespace", "must be a text (quote a name that reads as a number or boolean)");
    }

    private static boolean isName(JsonNode value) {
        return value.isTextual()
                && !value.asText().isEmpty()
                && value.asText().length() <= LONGEST_NAME
                && value.asText().chars().noneMatch(c -> c <= ' ' || c == 0x7f);
    }

    private static Problem problem(String file, String field, String sentence) {
        return new Problem(Severity.ERROR, Code.NOT_AN_OBJECT, file, field, sentence, file);
    }
}
