package io.sluice.watcher.store;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Branch;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The moment in which the operator has written a route, and not yet the subset that it names (T8). Only its own objects fall into it. */
final class SubsetWindow {
    private SubsetWindow() {}

    /** @param owners SeldonDeployments that are held, as {@code namespace/SeldonDeployment/name} */
    static void tell(List<Resource> declared, Set<String> owners, Problems problems) {
        Set<String> subsets = new HashSet<>();
        for (Resource resource : declared) {
            if (resource instanceof DestinationRule rule) {
                rule.subsets().forEach(subset -> subsets.add(rule.host() + " " + subset.name()));
            }
        }
        for (Resource resource : declared) {
            boolean operators = resource.meta().owners().stream()
                    .anyMatch(owner -> owners.contains(resource.meta().namespace() + "/" + owner));
            if (operators && resource instanceof VirtualService routes) {
                for (Rule rule : routes.http()) {
                    if (rule.action() instanceof RuleAction.Route route) {
                        tell(routes, route, subsets, problems);
                    }
                }
            }
        }
    }

    private static void tell(VirtualService routes, RuleAction.Route route, Set<String> subsets, Problems problems) {
        for (Branch branch : route.branches()) {
            if (!branch.subset().isEmpty() && !subsets.contains(branch.host() + " " + branch.subset())) {
                problems.add(new Problem(
                        Severity.NOTICE,
                        Code.SELDON_TRAP,
                        routes.meta().id().toString(),
                        branch.path(),
                        "T8: the operator writes the route before the DestinationRule with subset " + branch.subset()
                                + "; until that is there, this share answers 503; without --seldon-source=operator both"
                                + " come at once",
                        routes.meta().file()));
            }
        }
    }
}
