package io.sluice.router.policy;

import io.sluice.router.policy.NamedRules.Named;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** DENY, then ALLOW (istio.md §4.3): with at least one policy that allows, what none of them allows is refused. Immutable. */
final class CompiledAuthorization {
    private static final Denial NOT_ALLOWED = Denial.byPolicy("none");

    private final NamedRules custom;
    private final NamedRules deny;
    private final NamedRules allow;
    private final boolean onlyAllowed;
    private final @Nullable CompiledTrial trial;

    /** For who asks why; requests never look at it. */
    private final List<Authorization> declared;

    private CompiledAuthorization(
            Stream<Named> custom,
            Stream<Named> deny,
            Stream<Named> allow,
            boolean onlyAllowed,
            @Nullable CompiledTrial trial,
            List<Authorization> declared) {
        this.custom = NamedRules.of(custom);
        this.deny = NamedRules.of(deny);
        this.allow = NamedRules.of(allow);
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

    /** All of them as one. Where they name several authorizers, what they would be asked about is denied (istio-recorded.md §16). */
    static CompiledAuthorization joined(List<CompiledAuthorization> parts) {
        boolean asks = parts.stream()
                        .flatMap(part -> part.declared.stream())
                        .flatMap(each -> each.custom().stream())
                        .map(Authorization.Custom::authorizer)
                        .distinct()
                        .count()
                <= 1;
        Stream<Named> custom = parts.stream().flatMap(part -> part.custom.stream());
        Stream<Named> deny = parts.stream().flatMap(part -> part.deny.stream());
        return new CompiledAuthorization(
                asks ? custom : Stream.empty(),
                asks ? deny : Stream.concat(custom, deny),
                parts.stream().flatMap(part -> part.allow.stream()),
                parts.stream().anyMatch(part -> part.onlyAllowed),
                CompiledTrial.joined(parts.stream()
                        .map(part -> part.trial)
                        .filter(Objects::nonNull)
                        .toList()),
                parts.stream()
                        .flatMap(part -> part.declared.stream())
                        .map(each -> asks ? each : shut(each))
                        .toList());
    }

    private static Authorization shut(Authorization asking) {
        Stream<Rules> custom = asking.custom().stream().map(Authorization.Custom::rules);
        return new Authorization(
                List.of(), Stream.concat(custom, asking.deny().stream()).toList(), asking.allow(), asking.trial());
    }

    private static Stream<Named> named(List<Rules> policies, Function<Rule, Test> compiler) {
        List<Named> all = new ArrayList<>();
        for (Rules policy : policies) {
            for (int i = 0; i < policy.rules().size(); i++) {
                String name = policy.policy() + "-rule[" + i + "]";
                all.add(new Named(
                        name,
                        PathTests.starts(policy.rules().get(i)),
                        compiler.apply(policy.rules().get(i)),
                        Denial.byPolicy(name)));
            }
        }
        return all.stream();
    }

    /** Whether an external authorizer is to be asked. */
    boolean asks(Facts facts) {
        return custom.first(facts) != null;
    }

    /** Null = let through. */
    @Nullable
    Denial judge(Facts facts) {
        if (trial != null) {
            trial.watch(facts, allow.first(facts) != null);
        }
        return verdict(facts);
    }

    /** Null = let through. Nothing is counted. */
    @Nullable
    Denial verdict(Facts facts) {
        Named denying = deny.first(facts);
        if (denying != null) {
            return denying.denial();
        }
        return !onlyAllowed || allow.first(facts) != null ? null : NOT_ALLOWED;
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
            trial.tell(facts, allow.first(facts) != null, all);
        }
    }

    private static void told(
            String kind, Rules policy, Facts facts, NamedRules compiled, String hit, List<Judgement> all) {
        String prefix = policy.policy() + "-rule[";
        for (Named rule : compiled.stream().toList()) {
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
