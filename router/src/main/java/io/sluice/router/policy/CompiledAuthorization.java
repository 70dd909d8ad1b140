package io.sluice.router.policy;

import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DENY, then ALLOW (istio.md §4.3): with at least one policy that allows, what none of them allows is refused. Immutable. */
final class CompiledAuthorization {
    private static final Denial NOT_ALLOWED = Denial.byPolicy("none");

    private final Named[] deny;
    private final Named[] allow;
    private final boolean onlyAllowed;

    /** A rule, and what is said when it refuses. */
    private record Named(String name, Test rule, Denial denial) {}

    CompiledAuthorization(Authorization authorization) {
        deny = named(authorization.deny());
        allow = named(authorization.allow());
        onlyAllowed = !authorization.allow().isEmpty();
    }

    /** By name, as Envoy asks them: which of several is told depends on it. */
    private static Named[] named(List<Rules> policies) {
        List<Named> all = new ArrayList<>();
        for (Rules policy : policies) {
            for (int i = 0; i < policy.rules().size(); i++) {
                String name = policy.policy() + "-rule[" + i + "]";
                all.add(new Named(name, RuleTests.of(policy.rules().get(i)), Denial.byPolicy(name)));
            }
        }
        all.sort(Comparator.comparing(Named::name));
        return all.toArray(Named[]::new);
    }

    /** Null = let through. */
    @Nullable
    Denial judge(Facts facts) {
        for (Named rule : deny) {
            if (rule.rule().holds(facts)) {
                return rule.denial();
            }
        }
        if (!onlyAllowed) {
            return null;
        }
        for (Named rule : allow) {
            if (rule.rule().holds(facts)) {
                return null;
            }
        }
        return NOT_ALLOWED;
    }
}
