package io.sluice.router.telemetry.traffic;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.SeldonModel;

/** What a series of Seldon's executor tells of (ecosystem §2c). Immutable. */
record Predictor(String namespace, String deployment, String name, String version, SeldonModel model) {

    /** Subsets are named after predictors; the version is a label of theirs. */
    static Predictor of(Cluster cluster, String namespace, SeldonModel model) {
        String name = cluster.subset().isEmpty() ? model.version() : cluster.subset();
        return new Predictor(namespace, model.deployment(), name, model.version(), model);
    }
}
