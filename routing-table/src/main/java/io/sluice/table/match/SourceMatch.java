package io.sluice.table.match;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the calling workload ({@code sourceLabels}, {@code sourceNamespace}).
 *
 * @param namespace null = any
 * @param labels all must be among the workload's
 */
public record SourceMatch(@Nullable String namespace, Map<String, String> labels) {
    public SourceMatch {
        labels = Map.copyOf(labels);
    }
}
