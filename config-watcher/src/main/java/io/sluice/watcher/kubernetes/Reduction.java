package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.watcher.kubernetes.tree.Shape;

/**
 * What is kept of an object: of kinds with many large ones what their readers look at, of the others all that an author may have
 * written. What nobody reads costs no memory, and its changes are none.
 */
final class Reduction {
    private static final Shape METADATA = Shape.of(
                    "name", "namespace", "uid", "creationTimestamp", "labels", "ownerReferences")
            .with("annotations", Shape.without("kubectl.kubernetes.io/last-applied-configuration"));

    private static final Shape POD = Shape.of()
            .with(
                    "metadata",
                    Shape.of("name", "namespace", "creationTimestamp", "labels")
                            .with("ownerReferences", Shape.of("kind", "name")))
            .with("spec", Shape.of("serviceAccountName").with("containers", Shape.of("name", "image")))
            .with("status", Shape.of("podIP", "podIPs"));

    private static final Shape SLICE = Shape.of("addressType", "ports")
            .with("metadata", Shape.of("name", "namespace", "creationTimestamp", "labels"))
            .with(
                    "endpoints",
                    Shape.of("addresses", "conditions", "nodeName", "zone")
                            .with("targetRef", Shape.of("kind", "name")));

    private static final Shape SECRET = Shape.of("type")
            .with("metadata", METADATA)
            .with("data", Shape.of("tls.crt", "tls.key", "ca.crt", "ca.crl", "cert", "key", "cacert", "crl"));

    /** Their labels say it all, or that there are some. */
    private static final Shape NAMED = Shape.of().with("metadata", METADATA);

    private static final Shape OTHERS = Shape.without("status").with("metadata", METADATA);

    private Reduction() {}

    /** @param apiVersion of the list that they stand in, whose items do not always say it */
    static Shape of(Kind kind, String apiVersion) {
        return shape(kind)
                .giving("apiVersion", JsonNodeFactory.instance.textNode(apiVersion))
                .giving("kind", JsonNodeFactory.instance.textNode(kind.name()));
    }

    private static Shape shape(Kind kind) {
        return switch (kind.name()) {
            case "Pod" -> POD;
            case "EndpointSlice" -> SLICE;
            default ->
                switch (kind.part()) {
                    case SECRETS -> SECRET;
                    case PLACES, NAMED -> NAMED;
                    case ROUTES, ENDPOINTS, GUARDS -> OTHERS;
                };
        };
    }
}
