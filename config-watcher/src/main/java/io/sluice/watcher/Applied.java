package io.sluice.watcher;

import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.Policy;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.ServiceEntry;
import io.sluice.watcher.resource.VirtualService;
import java.util.List;

/**
 * What came of a change, for whoever tells the cluster of it. Nothing comes of a reading that is not complete.
 *
 * @param fronts what is to be written so that in-cluster hosts lead to this router
 * @param problems of all manifests
 * @param admitted objects in force that people write for routing, those among them that Seldon's operator would have written
 */
public record Applied(FrontPlan fronts, List<Problem> problems, List<Resource> admitted) {
    public Applied {
        problems = List.copyOf(problems);
        admitted = List.copyOf(admitted);
    }

    /** Those of them that people write; the others change by themselves, and many times as often. */
    static List<Resource> authored(List<Resource> resources) {
        return resources.stream()
                .filter(resource -> resource instanceof VirtualService
                        || resource instanceof DestinationRule
                        || resource instanceof Gateway
                        || resource instanceof ServiceEntry
                        || resource instanceof Policy
                        || resource instanceof SeldonDeployment)
                .toList();
    }
}
