package io.sluice.router.policy;

import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** DENY, then ALLOW (istio.md §4.3): with at least one policy that allows, what none of them allows is refused. Immutable. */
final class CompiledAuthorization {
    private static final Denial NOT_ALLOWED = Denial.byPolicy("none");

    private final Named[] custom;
    private final Named[] deny;
    private final Named[] allow;
    private final boolean onlyAllowed;
    private final @Nullable CompiledTrial trial;

    /** For who asks why; requests never look at it. */
    private final List<Authorization> declared;

    /** A rule, and what is said when it refuses. */
    private record Named(String name, Test rule, Denial denial) {}

    private CompiledAuthorization(
            Stream<Named> custom,
            Stream<Named> deny,
            Stream<Named> allow,
            boolean onlyAllowed,
            @Nullable CompiledTrial trial,
            List<Authorization> declared) {
        this.custom = byName(custom);
        this.deny = byName(deny);
        this.allow = byName(allow);
        this.onlyAllowed = onlyAllowed;
        this.trial = trial;
        this.declared = declared;
    }

    static CompiledAuthorization of(Authorization authorization, Tallies tallies) {
        return new CompiledAuthorization(
                named(
                        authorization.custom().stream()
                                .map(Authorization.Custom::rules)
                                .toList(),
                        RuleTests::matching),
                named(authorization.deny(), RuleTests::matching),
                named(authorization.allow(), RuleTests::allowing),
                !authorization.allow().isEmpty(),
                CompiledTrial.of(authorization.trial(), tallies),
                List.of(authorization));
    }

    /** All of them as one. */
    static CompiledAuthorization joined(List<CompiledAuthorization> parts) {
        return new CompiledAuthorization(
                parts.stream().flatMap(part -> Stream.of(part.custom)),
                parts.stream().flatMap(part -> Stream.of(part.deny)),
                parts.stream().flatMap(part -> Stream.of(part.allow)),
                parts.stream().anyMatch(part -> part.onlyAllowed),
                CompiledTrial.joined(parts.stream()
                        .map(part -> part.trial)
                        .filter(Objects::nonNull)
                        .toList()),
                parts.stream().flatMap(part -> part.declared.stream()).toList());
    }

    /** As Envoy asks them: which of several is told depends on it. */
    private static Named[] byName(Stream<Named> rules) {
        return rules.sorted(Comparator.comparing(Named::name)).toArray(Named[]::new);
    }

    private static Stream<Named> named(List<Rules> policies, Function<Rule, Test> compiler) {
        List<Named> all = new ArrayList<>();
        for (Rules policy : policies) {
            for (int i = 0; i < policy.rules().size(); i++) {
                String name = policy.policy() + "-rule[" + i + "]";
                all.add(new Named(name, compiler.apply(policy.rules().get(i)), Denial.byPolicy(name)));
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
        if (trial != null) {
            trial.watch(facts, first(allow, facts) != null);
        }
        return verdict(facts);
    }

    /** Null = let through. Nothing is counted. */
    @Nullable
    Denial verdict(Facts facts) {
        Named denying = first(deny, facts);
        if (denying != null) {
            return denying.denial();
        }
        return !onlyAllowed || first(allow, facts) != null ? null : NOT_ALLOWED;
    }

    private static @Nullable Named first(Named[] rules, Facts facts) {
        for (Named rule : rules) {
            if (rule.rule().holds(facts)) {
                return rule;
            }
        }
        return null;
    }

    /** What each policy says, in the order they are asked; those behind one that denies too. */
    void tell(Facts facts, List<Judgement> all) {
        for (Authorization each : declared) {
            each.custom()
                    .forEach(custom -> told(
                            "custom",
                            custom.rules(),
                            facts,
                            this.custom,
                            "asks " + custom.authorizer().name(),
                            all));
        }
        declared.forEach(each -> each.deny().forEach(rules -> told("deny", rules, facts, deny, "denies", all)));
        declared.forEach(each -> each.allow().forEach(rules -> told("allow", rules, facts, allow, "allows", all)));
        if (trial != null) {
            trial.tell(facts, first(allow, facts) != null, all);
        }
    }

    private static void told(
            String kind, Rules policy, Facts facts, Named[] compiled, String hit, List<Judgement> all) {
        String prefix = policy.policy() + "-rule[";
        for (Named rule : compiled) {
            if (rule.name().startsWith(prefix) && rule.rule().holds(facts)) {
                all.add(new Judgement(kind, rule.name(), hit));
                return;
            }
        }
        boolean wantsToken =
                facts.claims() == null && policy.rules().stream().anyMatch(rule -> TokenParts.wouldHold(rule, facts));
        all.add(new Judgement(kind, policy.policy(), wantsToken ? "would need a token" : "does not match"));
    }
}
