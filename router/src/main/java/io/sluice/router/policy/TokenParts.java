package io.sluice.router.policy;

import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Source;
import io.sluice.table.policy.Authorization.Values;

/** What of a rule asks for a token: for who wants to know whether one would help. */
final class TokenParts {
    private TokenParts() {}

    /** Whether a rule that does not hold would, if its conditions on tokens did. */
    static boolean wouldHold(Rule rule, Facts facts) {
        Rule rest = without(rule);
        return !rest.equals(rule) && RuleTests.allowing(rest).holds(facts);
    }

    private static Rule without(Rule rule) {
        return new Rule(
                rule.from().stream().map(TokenParts::without).toList(),
                rule.to(),
                rule.when().stream()
                        .filter(condition -> !condition.key().startsWith("request.auth."))
                        .toList());
    }

    private static Source without(Source source) {
        return new Source(
                source.principals(),
                Values.ALL,
                source.namespaces(),
                source.serviceAccounts(),
                source.ipBlocks(),
                source.remoteIpBlocks());
    }
}
