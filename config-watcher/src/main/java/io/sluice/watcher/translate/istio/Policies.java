package io.sluice.watcher.translate.istio;

import io.sluice.table.Role;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Custom;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Source;
import io.sluice.table.policy.Authorization.Trial;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.Authorizer;
import io.sluice.table.policy.JwtAuthentication;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.AuthorizationPolicy;
import io.sluice.watcher.resource.Policy;
import io.sluice.watcher.resource.RequestAuthentication;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.settings.AuthorizationProvider;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.settings.TrustDomains;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom policies guard (istio.md §4): those that select this router are the gates of its listeners, and each guards the pods that it
 * selects, this router's or not. What cannot be enforced fails closed: whatever it would guard answers 403.
 */
public final class Policies {
    private static final Rule EVERYTHING = new Rule(List.of(), List.of(), List.of());

    private final Clusters clusters;
    private final Settings settings;
    private final Problems problems;
    private final List<JwtAuthentication.Rule> tokens = new ArrayList<>();
    private final List<Asking> custom = new ArrayList<>();
    private final List<Rules> deny = new ArrayList<>();
    private final List<Rules> allow = new ArrayList<>();
    private final List<Rules> audit = new ArrayList<>();
    private final List<Rules> trialDeny = new ArrayList<>();
    private final List<Rules> trialAllow = new ArrayList<>();
    private final List<WorkloadPolicy> pods = new ArrayList<>();
    private final ListenerPolicies router;

    /**
     * A custom policy.
     *
     * @param authorizer null = nobody is there to be asked
     */
    private record Asking(
            AuthorizationPolicy policy,
            Rules rules,
            @Nullable Authorizer authorizer) {
        boolean isAtOddsWith(Asking other) {
            return !policy.provider().equals(other.policy.provider());
        }
    }

    public Policies(List<Policy> policies, Clusters clusters, Settings settings, Problems problems) {
        this.clusters = clusters;
        this.settings = settings;
        this.problems = problems;
        for (Policy policy : policies) {
            switch (policy) {
                case AuthorizationPolicy authorization -> add(authorization);
                case RequestAuthentication authentication -> add(authentication);
                case UnenforcedPolicy unenforced ->
                    guard(unenforced, null, denying(rules(unenforced, List.of(EVERYTHING))));
            }
        }
        List<Custom> asking = asking();
        router = new ListenerPolicies(
                tokens.isEmpty() ? null : new JwtAuthentication(tokens),
                new Authorization(asking, deny, allow, new Trial(audit, trialDeny, trialAllow)));
    }

    /** The gates of the router's own listeners. */
    public ListenerPolicies ofRouter() {
        return router;
    }

    /** What guards pods, a policy each. */
    public List<WorkloadPolicy> ofPods() {
        return List.copyOf(pods);
    }

    private void add(RequestAuthentication policy) {
        if (!policy.attached()) {
            guard(policy, new JwtAuthentication(policy.rules()), Authorization.NONE);
        }
    }

    private void add(AuthorizationPolicy policy) {
        if (policy.attached()) {
            return;
        }
        Rules rules = rules(
                policy, policy.rules().stream().map(this::ofAllTrustDomains).toList());
        if (policy.enforced()) {
            switch (policy.action()) {
                case ALLOW -> guard(policy, null, new Authorization(List.of(), List.of(), List.of(rules)));
                case DENY -> guard(policy, null, denying(rules));
                case CUSTOM -> custom(policy, rules);
                case AUDIT -> {} // refuses nobody, so it is never in force
            }
            return;
        }
        switch (policy.action()) {
            case ALLOW -> guard(policy, null, watching(new Trial(List.of(), List.of(), List.of(rules))));
            case DENY -> guard(policy, null, watching(new Trial(List.of(), List.of(rules), List.of())));
            case AUDIT -> guard(policy, null, watching(new Trial(List.of(rules), List.of(), List.of())));
            case CUSTOM -> {} // nobody is asked for the sake of a trial
        }
    }

    /** Who is named by one of the mesh's trust domains is meant by each of them (MeshConfig {@code trustDomainAliases}). */
    private Rule ofAllTrustDomains(Rule rule) {
        List<Source> from = rule.from().stream()
                .map(source -> new Source(
                        ofAllTrustDomains(source.principals()),
                        source.requestPrincipals(),
                        source.namespaces(),
                        source.serviceAccounts(),
                        source.ipBlocks(),
                        source.remoteIpBlocks()))
                .toList();
        List<Condition> when = rule.when().stream()
                .map(condition -> condition.key().equals("source.principal")
                        ? new Condition(condition.key(), ofAllTrustDomains(condition.values()))
                        : condition)
                .toList();
        return new Rule(from, rule.to(), when);
    }

    private Values ofAllTrustDomains(Values principals) {
        TrustDomains domains = settings.mesh().trustDomains();
        return new Values(domains.expand(principals.any()), domains.expand(principals.none()));
    }

    private static Authorization watching(Trial trial) {
        return new Authorization(List.of(), List.of(), List.of(), trial);
    }

    /** Whose provider nobody knows denies what it matches, at the router and at pods (istio-recorded.md §16). */
    private void custom(AuthorizationPolicy policy, Rules rules) {
        Authorizer authorizer = authorizer(policy);
        Asking asking = new Asking(policy, rules, authorizer);
        if (authorizer == null) {
            shut(Severity.ERROR, policy, "names a provider that is not there");
        }
        for (Asking other : custom) {
            if (asking.isAtOddsWith(other) && mayMeet(policy, other.policy())) {
                shutTogether(policy, other.policy());
                shutTogether(other.policy(), policy);
            }
        }
        custom.add(asking);
        pods.add(atPods(
                policy,
                null,
                null,
                authorizer == null
                        ? denying(rules)
                        : new Authorization(List.of(new Custom(rules, authorizer)), List.of(), List.of())));
    }

    /** Who is asked at the router: one for all, whose Service is known; else what they match is refused (istio-recorded.md §16). */
    private List<Custom> asking() {
        List<Custom> asking = new ArrayList<>();
        List<Asking> here =
                custom.stream().filter(each -> selectsRouter(each.policy())).toList();
        boolean several = here.stream().anyMatch(each -> each.isAtOddsWith(here.get(0)));
        for (Asking each : here) {
            if (each.authorizer() != null && !several) {
                asking.add(new Custom(each.rules(), each.authorizer()));
            } else {
                deny.add(each.rules());
            }
        }
        return asking;
    }

    /** Whether a pod can carry the labels of both. */
    private boolean mayMeet(Policy one, Policy other) {
        boolean near = isOfRoot(one)
                || isOfRoot(other)
                || one.meta().namespace().equals(other.meta().namespace());
        return near
                && one.selector().entrySet().stream()
                        .allMatch(label -> other.selector()
                                .getOrDefault(label.getKey(), label.getValue())
                                .equals(label.getValue()));
    }

    private void shutTogether(Policy policy, Policy other) {
        boolean here = selectsRouter(policy) && selectsRouter(other);
        shut(
                here ? Severity.ERROR : Severity.WARNING,
                policy,
                "names another provider than " + other.meta().id() + ", and one alone is asked: "
                        + (here ? "both select this router" : "of pods that both select"));
    }

    private @Nullable Authorizer authorizer(AuthorizationPolicy policy) {
        AuthorizationProvider provider = settings.mesh().providers().get(policy.provider());
        if (provider == null) {
            return null;
        }
        Client gateway = new Client(settings.gatewayNamespace(), settings.gatewayLabels());
        String cluster = clusters.target(
                        provider.service(), provider.port(), "", 0, gateway, policy.meta(), "provider.name")
                .cluster();
        return clusters.all().containsKey(cluster) ? provider.authorizer().at(cluster) : null;
    }

    private void shut(Severity severity, Policy policy, String why) {
        problems.add(new Problem(
                severity,
                Code.POLICY_NOT_ENFORCED,
                policy.meta().id().toString(),
                "",
                why + ": what its rules match answers 403, so that nobody gets in whom it would keep out",
                policy.meta().file()));
    }

    private static Rules rules(Policy policy, List<Rule> rules) {
        return new Rules(
                "ns[" + policy.meta().namespace() + "]-policy[" + policy.meta().name() + "]", rules);
    }

    private static Authorization denying(Rules rules) {
        return new Authorization(List.of(), List.of(rules), List.of());
    }

    private void guard(Policy policy, @Nullable JwtAuthentication authentication, Authorization authorization) {
        if (selectsRouter(policy)) {
            if (authentication != null) {
                tokens.addAll(authentication.rules());
            }
            deny.addAll(authorization.deny());
            allow.addAll(authorization.allow());
            audit.addAll(authorization.trial().audit());
            trialDeny.addAll(authorization.trial().deny());
            trialAllow.addAll(authorization.trial().allow());
        }
        if (authentication != null && selectsRouter(policy)) {
            pods.add(atPods(policy, Role.MESH, authentication, authorization));
            List<JwtAuthentication.Rule> left = authentication.rules().stream()
                    .filter(JwtAuthentication.Rule::forwardToken)
                    .toList();
            if (!left.isEmpty()) {
                pods.add(atPods(policy, Role.GATEWAY, new JwtAuthentication(left), authorization));
            }
        } else {
            pods.add(atPods(policy, null, authentication, authorization));
        }
    }

    /**
     * Of tokens that this router was asked about at its gateway's listeners, those alone are looked at again that it has left on the
     * request (jwt/several-issuers; ADR 11).
     */
    private WorkloadPolicy atPods(
            Policy policy,
            @Nullable Role role,
            @Nullable JwtAuthentication authentication,
            Authorization authorization) {
        String namespace = isOfRoot(policy) ? null : policy.meta().namespace();
        return new WorkloadPolicy(
                namespace, policy.selector(), role, settings.gatewayIdentity(), authentication, authorization);
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
}
