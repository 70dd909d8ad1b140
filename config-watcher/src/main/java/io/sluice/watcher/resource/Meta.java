package io.sluice.watcher.resource;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An object's metadata.
 *
 * @param created {@link Instant#MIN} if the manifest does not say: oldest
 * @param owners UIDs and names of owners, as {@code kind/name}
 * @param file where it was read
 */
public record Meta(
        ObjectId id,
        Instant created,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> owners,
        String file) {
    public Meta {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        owners = List.copyOf(owners);
    }

    public String namespace() {
        return id.namespace();
    }

    public String name() {
        return id.name();
    }
}
