package io.sluice.watcher.migrate;

import java.util.List;

/**
 * What changes when Istio goes.
 *
 * @param deployments each SeldonDeployment, in the order in which they were read
 * @param findings everything else
 */
public record MigrationReport(List<Capture> deployments, List<Finding> findings) {
    public MigrationReport {
        deployments = List.copyOf(deployments);
        findings = List.copyOf(findings);
    }

    /** Whether anything would change. */
    public boolean changes() {
        return !findings.isEmpty() || deployments.stream().anyMatch(deployment -> !deployment.captured());
    }
}
