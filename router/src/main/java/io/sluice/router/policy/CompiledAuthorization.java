package io.sluice.router.policy;

import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** DENY, then ALLOW (istio.md §4.3): with at least one policy that allows, what none of them allows is refused. Immutable. */
final class CompiledAuthorization {
    private static final Denial NOT_ALLOWED = Denial.byPolicy("none");

    private final Named[] custom;
    private final Named[] deny;
    private final Named[] allow;
    private final boolean onlyAllowed;

    /** A rule, and what is said when it refuses. */
    private record Named(String name, Test rule, Denial denial) {}

    private CompiledAuthorization(Stream<Named> custom, Stream<Named> deny, Stream<Named> allow, boolean onlyAllowed) {
        this.custom = byName(custom);
        this.deny = byName(deny);
        this.allow = byName(allow);
        this.onlyAllowed = onlyAllowed;
    }

    static CompiledAuthorization of(Authorization authorization) {
        return new CompiledAuthorization(
                named(authorization.custom().stream()
                        .map(Authorization.Custom::rules)
                        .toList()),
                named(authorization.deny()),
                named(authorization.allow()),
                !authorization.allow().isEmpty());
    }

    /** All of them as one. */
    static CompiledAuthorization joined(List<CompiledAuthorization> parts) {
        return new CompiledAuthorization(
                parts.stream().flatMap(part -> Stream.of(part.custom)),
                parts.stream().flatMap(part -> Stream.of(part.deny)),
                parts.stream().flatMap(part -> Stream.of(part.allow)),
                parts.stream().anyMatch(part -> part.onlyAllowed));
    }

    /** As Envoy asks them: which of several is told depends on it. */
    private static Named[] byName(Stream<Named> rules) {
        return rules.sorted(Comparator.comparing(Named::name)).toArray(Named[]::new);
    }

    private static Stream<Named> named(List<Rules> policies) {
        List<Named> all = new ArrayList<>();
        for (Rules policy : policies) {
            for (int i = 0; i < policy.rules().size(); i++) {
                String name = policy.policy() + "-rule[" + i + "]";
                all.add(new Named(name, RuleTests.of(policy.rules().get(i)), Denial.byPolicy(name)));
            }
        }
        return all.stream();
    }

    /** Whether an external authorizer is to be asked. */
    boolean asks(Facts facts) {
        for (Named rule : custom) {
            if (rule.rule().holds(facts)) {
                return true;
            }
        }
        return false;
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
