package io.sluice.watcher.translate.istio;

import io.sluice.table.PathRewrite;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Match;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the rules of delegates in the place of the rules that name them (istio.md §1.4). What follows sees whole
 * VirtualServices alone.
 */
public final class Delegates {
    private final Problems problems;

    public Delegates(Problems problems) {
        this.problems = problems;
    }

    /** @param services oldest first; so is the result, which holds no delegates */
    public List<VirtualService> joined(List<VirtualService> services) {
        Map<String, VirtualService> delegates = new HashMap<>();
        services.stream()
                .filter(VirtualService::delegate)
                .forEach(delegate -> delegates.put(
                        delegate.meta().namespace() + "/" + delegate.meta().name(), delegate));
        return services.stream()
                .filter(service -> !service.delegate())
                .map(service -> joined(service, delegates))
                .toList();
    }

    private VirtualService joined(VirtualService root, Map<String, VirtualService> delegates) {
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : root.http()) {
            if (rule.action() instanceof RuleAction.Delegated delegated) {
                VirtualService delegate = find(root, rule, delegated, delegates);
                if (delegate != null) {
                    delegate.http().forEach(leaf -> join(root, rule, delegated.inherited(), delegate, leaf, rules));
                }
            } else {
                rules.add(rule);
            }
        }
        return new VirtualService(root.meta(), root.hosts(), root.gateways(), root.exportTo(), rules, root.tls());
    }

    /** One that is missing, or not for this namespace to see, takes its rule alone out of force. */
    private @Nullable VirtualService find(
            VirtualService root, Rule rule, RuleAction.Delegated delegated, Map<String, VirtualService> delegates) {
        String own = root.meta().namespace();
        String namespace = delegated.namespace() == null ? own : delegated.namespace();
        String name = namespace + "/" + delegated.name();
        VirtualService found = delegates.get(name);
        boolean visible = found != null && Visibility.of(found.exportTo()).includes(own, namespace);
        if (!visible) {
            String why = found == null
                    ? "is not among the manifests, or has hosts of its own"
                    : "is not exported to namespace " + own;
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.MISSING_DELEGATE,
                    root.meta().id().toString(),
                    rule.path() + ".delegate",
                    "VirtualService " + name + " " + why + "; this rule is left out",
                    root.meta().file()));
            return null;
        }
        return found;
    }

    private void join(
            VirtualService root,
            Rule rule,
            RuleAction.Route inherited,
            VirtualService delegate,
            Rule leaf,
            List<Rule> rules) {
        List<Match> matches = matches(root, rule, delegate, leaf);
        if (matches == null) {
            problems.add(new Problem(
                    Severity.WARNING,
                    Code.UNREACHABLE_ROUTE,
                    delegate.meta().id().toString(),
                    leaf.path(),
                    "is left out under " + root.meta().id() + " " + rule.path()
                            + ": one of its matches fits none of that rule's",
                    delegate.meta().file()));
            return;
        }
        rules.add(new Rule(
                name(rule.name(), leaf.name()),
                leaf.path(),
                matches,
                action(inherited, leaf.action()),
                leaf.headers().equals(HeaderOperations.NONE) ? rule.headers() : leaf.headers(),
                leaf.fault() == null ? rule.fault() : leaf.fault(),
                leaf.cors() == null ? rule.cors() : leaf.cors(),
                delegate.meta()));
    }

    private static String name(String root, String leaf) {
        return root.isEmpty() || leaf.isEmpty() ? root + leaf : root + "-" + leaf;
    }

    /** Every pair that fits; null if one of the delegate's fits none. */
    private static @Nullable List<Match> matches(VirtualService root, Rule rule, VirtualService delegate, Rule leaf) {
        List<Match> roots = MatchJoin.resolved(rule.matches(), root.meta().namespace());
        List<Match> leaves = MatchJoin.resolved(leaf.matches(), delegate.meta().namespace());
        if (roots.isEmpty() || leaves.isEmpty()) {
            return roots.isEmpty() ? leaves : roots;
        }
        List<Match> joined = new ArrayList<>();
        for (Match inner : leaves) {
            int before = joined.size();
            for (Match outer : roots) {
                if (!MatchJoin.conflict(outer, inner)) {
                    joined.add(MatchJoin.join(outer, inner));
                }
            }
            if (joined.size() == before) {
                return null;
            }
        }
        return joined;
    }

    private static RuleAction action(RuleAction.Route inherited, RuleAction own) {
        if (!(own instanceof RuleAction.Route route)) {
            return own;
        }
        boolean rewrites = route.path() != null || route.authority() != null;
        PathRewrite path = rewrites ? route.path() : inherited.path();
        return new RuleAction.Route(
                route.branches(),
                path,
                rewrites ? route.authority() : inherited.authority(),
                route.timeout() == null ? inherited.timeout() : route.timeout(),
                route.retries() == null ? inherited.retries() : route.retries(),
                route.mirrors().isEmpty() ? inherited.mirrors() : route.mirrors());
    }
}
