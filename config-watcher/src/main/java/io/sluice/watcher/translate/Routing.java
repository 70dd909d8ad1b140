package io.sluice.watcher.translate;

import io.sluice.table.RoutingTable;
import io.sluice.watcher.front.FrontHost;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.translate.istio.Clusters;
import java.util.List;

/**
 * Routes, and the clusters that they name, without who serves these.
 *
 * @param hosts that a Service could be named by
 * @param problems found on the way
 */
record Routing(RoutingTable table, Clusters clusters, List<FrontHost> hosts, List<Problem> problems) {
    public Routing {
        hosts = List.copyOf(hosts);
        problems = List.copyOf(problems);
    }
}
