package io.sluice.watcher.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.Timestamps;
import io.sluice.watcher.admission.http.VirtualServiceReader;
import io.sluice.watcher.admission.security.AuthorizationPolicyReader;
import io.sluice.watcher.admission.security.PeerAuthenticationReader;
import io.sluice.watcher.admission.security.RequestAuthenticationReader;
import io.sluice.watcher.admission.telemetry.TelemetryReader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.Node;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.resource.WorkloadEntry;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes resources of documents: the one place that knows which kinds there are. */
public final class Resources {
    private static final String DEFAULT_NAMESPACE = "default";

    private static final Set<String> CLUSTER_SCOPED = Set.of("Namespace", "Node");

    private Resources() {}

    /** The identity of a document that {@link Kinds#malformed} does not object to. */
    public static ObjectId idOf(JsonNode document) {
        String kind = document.path("kind").asText();
        String namespace = document.path("metadata").path("namespace").asText("");
        String scope = CLUSTER_SCOPED.contains(kind) ? "" : namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace;
        return new ObjectId(kind, scope, document.path("metadata").path("name").asText());
    }

    /**
     * Reads a document.
     *
     * @return null if its kind says nothing about routing; then a problem says so
     * @throws Refusal if it is not admitted
     */
    public static @Nullable Resource read(JsonNode document, ObjectId id, String file, Consumer<Problem> problems) {
        return read(document, id, Instant.MIN, file, problems);
    }

    /**
     * The same.
     *
     * @param created when a document is from that does not say so
     */
    public static @Nullable Resource read(
            JsonNode document, ObjectId id, Instant created, String file, Consumer<Problem> problems) {
        String group = Kinds.groupOf(document);
        try (Reader root = Reader.of(document, id.toString(), file, problems)) {
            root.passOver("apiVersion", "kind", "status");
            Meta meta = meta(root, id, created, file);
            return switch (group) {
                case "machinelearning.seldon.io" -> seldon(root, meta);
                case "networking.istio.io" -> networking(root, meta);
                case "" -> core(document, root, meta);
                case "discovery.k8s.io" -> EndpointSliceReader.read(meta, root);
                case "networking.k8s.io" -> spec(root, spec -> NetworkPolicyReader.read(meta, spec));
                default -> policy(root, meta, group);
            };
        }
    }

    private static @Nullable Resource seldon(Reader root, Meta meta) {
        return meta.id().kind().equals("SeldonDeployment")
                ? spec(root, spec -> SeldonDeploymentReader.read(meta, spec))
                : notEnforced(root, meta, "machinelearning.seldon.io");
    }

    private static @Nullable Resource networking(Reader root, Meta meta) {
        return switch (meta.id().kind()) {
            case "VirtualService" -> spec(root, spec -> VirtualServiceReader.read(meta, spec));
            case "DestinationRule" -> spec(root, spec -> DestinationRuleReader.read(meta, spec));
            case "ServiceEntry" -> spec(root, spec -> ServiceEntryReader.read(meta, spec));
            case "WorkloadEntry" -> spec(root, spec -> new WorkloadEntry(meta, WorkloadReader.read(spec)));
            case "Gateway" -> spec(root, spec -> GatewayReader.read(meta, spec));
            default -> notEnforced(root, meta, "networking.istio.io");
        };
    }

    private static @Nullable Resource core(JsonNode document, Reader root, Meta meta) {
        return switch (meta.id().kind()) {
            case "Service" -> spec(root, spec -> ServiceReader.read(meta, spec));
            case "Secret" -> SecretReader.read(meta, document, root);
            case "ConfigMap" -> SidecarInjectorReader.read(meta, root);
            case "Namespace" -> {
                root.passOver("spec");
                yield new Namespace(meta);
            }
            case "Node" -> {
                root.passOver("spec");
                yield new Node(meta);
            }
            default -> PodReader.read(meta, root);
        };
    }

    private static @Nullable Resource policy(Reader root, Meta meta, String group) {
        return switch (meta.id().kind()) {
            case "AuthorizationPolicy" -> {
                Reader spec = root.object("spec");
                if (spec == null) {
                    yield AuthorizationPolicyReader.read(meta, null);
                }
                try (spec) {
                    yield AuthorizationPolicyReader.read(meta, spec);
                }
            }
            case "RequestAuthentication" -> {
                Reader spec = root.object("spec");
                if (spec == null) {
                    yield RequestAuthenticationReader.read(meta, null);
                }
                try (spec) {
                    yield RequestAuthenticationReader.read(meta, spec);
                }
            }
            case "PeerAuthentication" -> {
                Reader spec = root.object("spec");
                if (spec == null) {
                    yield PeerAuthenticationReader.read(meta, null);
                }
                try (spec) {
                    yield PeerAuthenticationReader.read(meta, spec);
                }
            }
            case "Telemetry" -> {
                Reader spec = root.object("spec");
                if (spec == null) {
                    yield TelemetryReader.read(meta, null);
                }
                try (spec) {
                    yield TelemetryReader.read(meta, spec);
                }
            }
            default -> notEnforced(root, meta, group);
        };
    }

    /**
     * What stands in for a policy that was refused, and of which no version was admitted: nobody gets in whom it might keep
     * out. What cannot be read of its selector counts as none.
     *
     * @return null if the document is no policy
     */
    public static @Nullable Resource shut(JsonNode document, ObjectId id, String file) {
        if (!Kinds.groupOf(document).equals("security.istio.io") || !Kinds.isPolicy(id.kind())) {
            return null;
        }
        Map<String, String> labels = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> label :
                document.path("spec").path("selector").path("matchLabels").properties()) {
            if (label.getValue().isTextual()) {
                labels.put(label.getKey(), label.getValue().asText());
            }
        }
        Meta meta = new Meta(id, Instant.MIN, Map.of(), Map.of(), List.of(), file);
        return new UnenforcedPolicy(meta, labels);
    }

    private static @Nullable Resource notEnforced(Reader root, Meta meta, String group) {
        root.passOver("spec");
        String kind = meta.id().kind();
        if (Kinds.known(group, kind)) {
            root.problem(
                    Severity.WARNING,
                    Code.KIND_NOT_ENFORCED,
                    "",
                    kind + " is not enforced by this router; requests are routed as if it were not there");
        } else {
            root.problem(
                    Severity.WARNING,
                    Code.UNKNOWN_KIND,
                    "kind",
                    group + " has no kind " + kind + " that is known here; check its spelling");
        }
        return null;
    }

    private static Resource spec(Reader root, Function<Reader, @Nullable Resource> read) {
        Resource resource = root.object("spec", read);
        if (resource == null) {
            throw root.invalid("spec", "is missing");
        }
        return resource;
    }

    private static Meta meta(Reader root, ObjectId id, Instant created, String file) {
        Reader metadata = root.object("metadata");
        if (metadata == null) {
            throw root.invalid("metadata", "is missing");
        }
        // Server-set metadata is never noticed.
        metadata.passOver(
                "name",
                "namespace",
                "uid",
                "resourceVersion",
                "generation",
                "managedFields",
                "selfLink",
                "finalizers",
                "generateName",
                "deletionTimestamp",
                "deletionGracePeriodSeconds");
        try (metadata) {
            return new Meta(
                    id,
                    created(metadata, created),
                    metadata.textMap("labels"),
                    metadata.textMap("annotations"),
                    metadata.objects("ownerReferences", Resources::owner),
                    file);
        }
    }

    private static String owner(Reader owner) {
        owner.passOver("apiVersion", "uid", "controller", "blockOwnerDeletion");
        return owner.text("kind", "") + "/" + owner.text("name", "");
    }

    private static Instant created(Reader metadata, Instant otherwise) {
        String text = metadata.text("creationTimestamp");
        if (text == null) {
            return otherwise;
        }
        try {
            return Timestamps.parse(text);
        } catch (DateTimeException malformed) {
            throw metadata.invalid(
                    "creationTimestamp", "\"" + text + "\" is no time; write it like 2026-01-31T12:00:00Z");
        }
    }
}
