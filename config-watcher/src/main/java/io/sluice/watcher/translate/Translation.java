package io.sluice.watcher.translate;

import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.problem.Problem;
import java.util.List;

/** What manifests mean. */
public record Translation(RoutingTable table, Endpoints endpoints, List<Problem> problems) {
    public Translation {
        problems = List.copyOf(problems);
    }
}
