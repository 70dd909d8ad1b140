package io.sluice.watcher.translate.istio;

import io.sluice.table.Role;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Policies that cannot be enforced yet fail closed: whatever one of them could guard answers 403. */
public final class Policies {
    /** Namespaces in which some route is guarded by a policy of its own. */
    private final Set<String> namespaces = new HashSet<>();
    /** Whether a policy of the root namespace guards every route of a role. */
    private final Set<Role> roles = EnumSet.noneOf(Role.class);

    public Policies(List<UnenforcedPolicy> policies, Settings settings, Problems problems) {
        for (UnenforcedPolicy policy : policies) {
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.POLICY_NOT_ENFORCED,
                    policy.meta().id().toString(),
                    "",
                    "is not enforced by this router yet; what it could guard answers 403, so that nobody gets in whom"
                            + " it would keep out",
                    policy.meta().file()));
            guard(policy, settings);
        }
    }

    private void guard(UnenforcedPolicy policy, Settings settings) {
        if (!policy.meta().namespace().equals(settings.mesh().rootNamespace())) {
            namespaces.add(policy.meta().namespace());
            return;
        }
        // Of the root namespace: what selects pods other than this gateway's may guard any destination.
        boolean gateway = settings.gatewayLabels()
                .entrySet()
                .containsAll(policy.selector().entrySet());
        roles.add(Role.GATEWAY);
        if (policy.selector().isEmpty() || !gateway) {
            roles.add(Role.MESH);
        }
    }

    /** Whether a route of this role, with a destination in this namespace, could be guarded. */
    boolean shut(Role role, String namespace) {
        return roles.contains(role) || namespaces.contains(namespace);
    }

    /** Whether the route of a VirtualService could be guarded, for its lack of a destination, by its own namespace. */
    boolean shut(Role role, VirtualService of) {
        return shut(role, of.meta().namespace());
    }
}
