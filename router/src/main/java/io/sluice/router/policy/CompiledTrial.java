package io.sluice.router.policy;

import io.sluice.router.policy.Tallies.Outcome;
import io.sluice.router.policy.Tallies.Tally;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Trial;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Policies that refuse nobody: what they match is counted, and what they would have refused (istio.md §4.3). Immutable, but for the
 * counters.
 */
final class CompiledTrial {
    private final Watched[] audit;
    private final Watched[] deny;
    private final Watched[] allow;

    /**
     * A policy.
     *
     * @param rule one of its rules
     * @param hit counts what matches
     * @param miss counts what would have been refused for want of a match
     */
    private record Watched(String policy, Test rule, Tally hit, Tally miss) {}

    private CompiledTrial(Stream<Watched> audit, Stream<Watched> deny, Stream<Watched> allow) {
        this.audit = audit.toArray(Watched[]::new);
        this.deny = deny.toArray(Watched[]::new);
        this.allow = allow.toArray(Watched[]::new);
    }

    /** Null if nothing is on trial. */
    static @Nullable CompiledTrial of(Trial trial, Tallies tallies) {
        return trial.equals(Trial.NONE)
                ? null
                : new CompiledTrial(
                        watched(trial.audit(), RuleTests::matching, Outcome.AUDITED, tallies),
                        watched(trial.deny(), RuleTests::matching, Outcome.DENIED, tallies),
                        watched(trial.allow(), RuleTests::allowing, Outcome.ALLOWED, tallies));
    }

    /** All of them as one; null if nothing is on trial. */
    static @Nullable CompiledTrial joined(List<CompiledTrial> parts) {
        return parts.isEmpty()
                ? null
                : new CompiledTrial(
                        parts.stream().flatMap(part -> Stream.of(part.audit)),
                        parts.stream().flatMap(part -> Stream.of(part.deny)),
                        parts.stream().flatMap(part -> Stream.of(part.allow)));
    }

    private static Stream<Watched> watched(
            List<Rules> policies, Function<Rule, Test> compiler, Outcome hit, Tallies tallies) {
        return policies.stream()
                .map(policy -> new Watched(
                        policy.policy(),
                        Test.any(policy.rules().stream().map(compiler).toArray(Test[]::new)),
                        tallies.of(policy.policy(), hit),
                        tallies.of(policy.policy(), Outcome.DENIED)));
    }

    /** @param allowed whether a policy that is in force allows it */
    void watch(Facts facts, boolean allowed) {
        int loop = facts.loop();
        count(audit, facts, loop);
        count(deny, facts, loop);
        if (!count(allow, facts, loop) && !allowed) {
            for (Watched policy : allow) {
                policy.miss().count(loop);
            }
        }
    }

    /** Whether one of them matches. */
    private static boolean count(Watched[] policies, Facts facts, int loop) {
        boolean any = false;
        for (Watched policy : policies) {
            if (policy.rule().holds(facts)) {
                policy.hit().count(loop);
                any = true;
            }
        }
        return any;
    }

    /** As {@link #watch}, but told and not counted. */
    void tell(Facts facts, boolean allowed, List<Judgement> all) {
        for (Watched policy : audit) {
            all.add(Judgement.trial(
                    "audit", policy.policy(), policy.rule().holds(facts) ? "matches" : "does not match"));
        }
        for (Watched policy : deny) {
            all.add(Judgement.trial(
                    "deny", policy.policy(), policy.rule().holds(facts) ? "would be denied" : "does not match"));
        }
        boolean any = allowed;
        for (Watched policy : allow) {
            any |= policy.rule().holds(facts);
        }
        for (Watched policy : allow) {
            boolean hit = policy.rule().holds(facts);
            all.add(Judgement.trial(
                    "allow",
                    policy.policy(),
                    hit
                            ? "would be allowed"
                            : any ? "does not match; another allows it" : "would be denied: none allows it"));
        }
    }
}
