package io.sluice.watcher.rollout;

import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Branch;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The routes of one SeldonDeployment, seen as shares of its destinations. */
final class RouteSet {
    /** Its ports are those that routes lead to: a predictor is ready once one of them is, whatever it speaks. */
    private static final class Target {
        private final Set<Integer> ports = new TreeSet<>();
        private final Map<String, String> labels;
        private double fraction;

        private Target(Map<String, String> labels) {
            this.labels = labels;
        }
    }

    private record Name(String host, String subset) {
        @Override
        public String toString() {
            return subset + " of " + host;
        }
    }

    private final Derivation derivation;
    private final Settings settings;
    private final Map<Name, Target> targets = new LinkedHashMap<>();

    private RouteSet(Derivation derivation, Settings settings) {
        this.derivation = derivation;
        this.settings = settings;
    }

    /** Each destination of its routes, shadows left out: nobody waits for a copy. */
    static List<Share> shares(Derivation derivation, Readiness readiness, Settings settings) {
        RouteSet set = new RouteSet(derivation, settings);
        for (Resource object : derivation.objects()) {
            if (object instanceof VirtualService routes) {
                for (Rule rule : routes.http()) {
                    if (rule.action() instanceof RuleAction.Route route) {
                        set.add(route, routes.meta().namespace());
                    }
                }
            }
        }
        List<Share> shares = new ArrayList<>();
        set.targets.forEach((name, target) -> shares.add(new Share(
                name.toString(), target.fraction, readiness.ready(name.host(), target.ports, target.labels))));
        return shares;
    }

    private void add(RuleAction.Route route, String namespace) {
        long total = route.branches().stream().mapToLong(Branch::weight).sum();
        for (Branch branch : route.branches()) {
            String host = settings.resolve(branch.host(), namespace);
            Target target = targets.computeIfAbsent(
                    new Name(host, branch.subset()), name -> new Target(labels(name, namespace)));
            Integer port = branch.port();
            if (port != null) {
                target.ports.add(port);
            }
            // A destination that stands alone gets everything, whatever its weight.
            double fraction = route.branches().size() == 1 ? 1 : total == 0 ? 0 : (double) branch.weight() / total;
            target.fraction = Math.max(target.fraction, fraction);
        }
    }

    private Map<String, String> labels(Name name, String namespace) {
        for (Resource object : derivation.objects()) {
            boolean same = object instanceof DestinationRule rule
                    && settings.resolve(rule.host(), namespace).equals(name.host());
            if (same && object instanceof DestinationRule rule) {
                for (Subset subset : rule.subsets()) {
                    if (subset.name().equals(name.subset())) {
                        return subset.labels();
                    }
                }
            }
        }
        return Map.of();
    }
}
