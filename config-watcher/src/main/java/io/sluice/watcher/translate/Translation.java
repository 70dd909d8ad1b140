package io.sluice.watcher.translate;

import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.problem.Problem;
import java.util.List;

/**
 * What manifests mean.
 *
 * @param fronts what is to be written so that in-cluster hosts lead here
 */
public record Translation(RoutingTable table, Endpoints endpoints, FrontPlan fronts, List<Problem> problems) {
    public Translation {
        problems = List.copyOf(problems);
    }
}
