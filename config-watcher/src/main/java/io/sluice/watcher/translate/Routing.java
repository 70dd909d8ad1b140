package io.sluice.watcher.translate;

import io.sluice.table.RoutingTable;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.translate.istio.Clusters;
import java.util.List;

/**
 * Routes, and the clusters that they name, without who serves these.
 *
 * @param problems found on the way
 */
public record Routing(RoutingTable table, Clusters clusters, List<Problem> problems) {
    public Routing {
        problems = List.copyOf(problems);
    }
}
