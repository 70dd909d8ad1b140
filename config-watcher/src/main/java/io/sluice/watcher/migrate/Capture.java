package io.sluice.watcher.migrate;

import java.util.List;

/**
 * Whether the calls of a SeldonDeployment's clients reach this router.
 *
 * @param deployment {@code SeldonDeployment my-ns/canary}
 * @param how by which way, where they do
 * @param hindrances why some of them do not; none if all do
 */
public record Capture(String deployment, List<String> how, List<Finding> hindrances) {
    public Capture {
        how = List.copyOf(how);
        hindrances = List.copyOf(hindrances);
    }

    public boolean captured() {
        return hindrances.isEmpty();
    }
}
