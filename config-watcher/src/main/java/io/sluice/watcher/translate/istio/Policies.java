package io.sluice.watcher.translate.istio;

import io.sluice.table.Role;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.JwtAuthentication;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.AuthorizationPolicy;
import io.sluice.watcher.resource.AuthorizationPolicy.Action;
import io.sluice.watcher.resource.Policy;
import io.sluice.watcher.resource.RequestAuthentication;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom policies guard (istio.md §4). Those that select this router are the gates of its listeners. Those that cannot be
 * enforced fail closed: whatever one of them could guard answers 403.
 */
public final class Policies {
    private final Settings settings;
    private final Problems problems;
    private final List<JwtAuthentication.Rule> tokens = new ArrayList<>();
    private final List<Rules> deny = new ArrayList<>();
    private final List<Rules> allow = new ArrayList<>();
    /** Namespaces in which some route is guarded by a policy of its own. */
    private final Set<String> namespaces = new HashSet<>();
    /** Whether a policy of the root namespace guards every route of a role. */
    private final Set<Role> roles = EnumSet.noneOf(Role.class);

    public Policies(List<Policy> policies, Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
        for (Policy policy : policies) {
            switch (policy) {
                case AuthorizationPolicy authorization -> add(authorization);
                case RequestAuthentication authentication -> add(authentication);
                case UnenforcedPolicy unenforced -> shut(unenforced);
            }
        }
    }

    /** The gates of the router's own listeners. */
    public ListenerPolicies ofRouter() {
        return new ListenerPolicies(
                tokens.isEmpty() ? null : new JwtAuthentication(tokens), new Authorization(List.of(), deny, allow));
    }

    private void add(RequestAuthentication policy) {
        if (policy.attached()) {
            return;
        }
        if (!selectsRouter(policy)) {
            shut(policy);
            return;
        }
        tokens.addAll(policy.rules());
        if (policy.selector().isEmpty() && isOfRoot(policy)) {
            roles.add(Role.MESH);
        }
    }

    private void add(AuthorizationPolicy policy) {
        if (!policy.enforced()) {
            return;
        }
        boolean gate = selectsRouter(policy);
        if (policy.action() == Action.CUSTOM || !gate) {
            shut(policy);
            return;
        }
        Rules rules = new Rules(
                "ns[" + policy.meta().namespace() + "]-policy[" + policy.meta().name() + "]", policy.rules());
        (policy.action() == Action.DENY ? deny : allow).add(rules);
        if (policy.selector().isEmpty() && isOfRoot(policy)) {
            roles.add(Role.MESH);
        }
    }

    /** The router's pods are where the gateway's would be. */
    private boolean selectsRouter(Policy policy) {
        boolean near = isOfRoot(policy) || policy.meta().namespace().equals(settings.gatewayNamespace());
        return near
                && settings.gatewayLabels()
                        .entrySet()
                        .containsAll(policy.selector().entrySet());
    }

    private boolean isOfRoot(Policy policy) {
        return policy.meta().namespace().equals(settings.mesh().rootNamespace());
    }

    private void shut(Policy policy) {
        if (!(policy instanceof UnenforcedPolicy)) {
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.POLICY_NOT_ENFORCED,
                    policy.meta().id().toString(),
                    "",
                    "is not enforced by this router yet; what it could guard answers 403, so that nobody gets in whom"
                            + " it would keep out",
                    policy.meta().file()));
        }
        if (!isOfRoot(policy)) {
            namespaces.add(policy.meta().namespace());
            return;
        }
        // Of the root namespace: what selects pods other than this gateway's may guard any destination.
        roles.add(Role.GATEWAY);
        if (policy.selector().isEmpty() || !selectsRouter(policy)) {
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
