package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Seldon Core v1 SeldonDeployment, as far as it speaks of routing.
 *
 * @param annotations of {@code spec}, which win over those of the metadata, key by key
 */
public record SeldonDeployment(Meta meta, Map<String, String> annotations, List<Predictor> predictors)
        implements Resource {
    public SeldonDeployment {
        annotations = Map.copyOf(annotations);
        predictors = List.copyOf(predictors);
    }

    /** An annotation of the whole deployment; null if it stands in neither place. */
    public @Nullable String annotation(String key) {
        String inSpec = annotations.get(key);
        return inSpec != null ? inSpec : meta.annotations().get(key);
    }

    /**
     * @param traffic 0 if the manifest has none
     * @param explained whether it has an explainer
     */
    public record Predictor(
            String name,
            int traffic,
            boolean shadow,
            Map<String, String> annotations,
            Map<String, String> labels,
            boolean explained) {
        public Predictor {
            annotations = Map.copyOf(annotations);
            labels = Map.copyOf(labels);
        }
    }
}
