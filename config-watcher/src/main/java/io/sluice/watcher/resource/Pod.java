package io.sluice.watcher.resource;

import io.sluice.table.cluster.Endpoint.SeldonModel;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod, for its labels and addresses, and for who counts its requests.
 *
 * @param addresses empty while it has none
 * @param account its service account; empty = it does not say
 */
public record Pod(Meta meta, List<String> addresses, List<Container> containers, String account) implements Resource {
    private static final String REPLICA_SET = "ReplicaSet/";

    /** Seldon's executor, as its operator names it wherever it puts one. */
    private static final String EXECUTOR = "seldon-container-engine";

    private static final String DEPLOYMENT = "seldon-deployment-id";

    /** With the name of a node of the graph behind it. */
    private static final String NODE = "seldon-app-svc-";

    /** What runs in it. */
    public record Container(String name, String image) {}

    public Pod {
        addresses = List.copyOf(addresses);
        containers = List.copyOf(containers);
    }

    /** As policies and metrics see it. */
    public Workload workload() {
        return new Workload(meta.namespace(), meta.name(), meta.labels(), controller(), seldon());
    }

    /** By the labels that Seldon's operator gives its pods (seldon.md §3.3). */
    private @Nullable SeldonModel seldon() {
        String deployment = meta.labels().get(DEPLOYMENT);
        boolean counted =
                containers.stream().anyMatch(container -> container.name().equals(EXECUTOR));
        if (deployment == null || counted) {
            return null;
        }
        String node = meta.labels().keySet().stream()
                .filter(label -> label.startsWith(NODE))
                .sorted()
                .findFirst()
                .map(label -> label.substring(NODE.length()))
                .orElse("");
        String image = containers.stream()
                .filter(container -> container.name().equals(node))
                .findFirst()
                .map(Container::image)
                .orElse("");
        int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
        return new SeldonModel(
                deployment,
                meta.labels().getOrDefault("version", ""),
                node,
                tag < 0 ? image : image.substring(0, tag),
                tag < 0 ? "" : image.substring(tag + 1));
    }

    /** A ReplicaSet's name is its Deployment's, or its Rollout's, with a hash behind that its pods have as a label. */
    private String controller() {
        if (meta.owners().isEmpty()) {
            return meta.name();
        }
        String owner = meta.owners().get(0);
        String name = owner.substring(owner.indexOf('/') + 1);
        String hash = meta.labels()
                .getOrDefault("pod-template-hash", meta.labels().getOrDefault("rollouts-pod-template-hash", ""));
        boolean hashed = owner.startsWith(REPLICA_SET) && !hash.isEmpty() && name.endsWith("-" + hash);
        return hashed ? name.substring(0, name.length() - hash.length() - 1) : name;
    }
}
