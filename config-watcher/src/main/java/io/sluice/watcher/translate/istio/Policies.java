package io.sluice.watcher.translate.istio;

import io.sluice.table.Role;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import java.util.List;
import java.util.Map;

/** Policies that cannot be enforced yet fail closed: whatever one of them could guard answers 403. */
public final class Policies {
    private final List<UnenforcedPolicy> policies;
    private final Settings settings;

    public Policies(List<UnenforcedPolicy> policies, Settings settings, Problems problems) {
        this.policies = policies;
        this.settings = settings;
        for (UnenforcedPolicy policy : policies) {
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.POLICY_NOT_ENFORCED,
                    policy.meta().id().toString(),
                    "",
                    "is not enforced by this router yet; what it could guard answers 403, so that nobody gets in whom"
                            + " it would keep out",
                    policy.meta().file()));
        }
    }

    /** Whether a route of this role, with a destination in this namespace, could be guarded. */
    boolean shut(Role role, String namespace) {
        return policies.stream().anyMatch(policy -> guards(policy, role, namespace));
    }

    private boolean guards(UnenforcedPolicy policy, Role role, String namespace) {
        String own = policy.meta().namespace();
        if (own.equals(settings.gatewayNamespace())) {
            Map<String, String> selector = policy.selector();
            boolean gateway = settings.gatewayLabels().entrySet().containsAll(selector.entrySet());
            return selector.isEmpty() || !gateway || role == Role.GATEWAY;
        }
        return own.equals(namespace);
    }

    /** Whether the route of a VirtualService could be guarded, for its lack of a destination, by its own namespace. */
    boolean shut(Role role, VirtualService of) {
        return shut(role, of.meta().namespace());
    }
}
