package io.sluice.router.policy.jwt;

import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.JwtAuthentication;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All rules of a gate together (istio.md §4.2): one that finds its token good is enough, the smallest issuer first; without
 * any token the request goes on as nobody's; a bad token and no good one refuse it. Immutable.
 */
public final class CompiledAuthentication {
    private final TokenRule[] rules;

    /** What came of it. */
    public sealed interface Result {
        /** @param claims null = there was no token */
        record Passes(@Nullable Claims claims) implements Result {}

        record Refused(TokenError error) implements Result {}
    }

    private static final Result NO_TOKEN = new Result.Passes(null);

    private CompiledAuthentication(Stream<TokenRule> rules) {
        this.rules = rules.sorted(Comparator.comparing(TokenRule::issuer)).toArray(TokenRule[]::new);
    }

    public static CompiledAuthentication of(JwtAuthentication authentication, Keys keys) {
        return new CompiledAuthentication(
                authentication.rules().stream().map(rule -> new TokenRule(rule, keys.of(rule))));
    }

    /** All their rules as one; these stay the same objects, and so does what is known of tokens. */
    public static CompiledAuthentication joined(List<CompiledAuthentication> parts) {
        return new CompiledAuthentication(parts.stream().flatMap(part -> Stream.of(part.rules)));
    }

    /** A client may not bring the headers that tell of a token, whether it has one or not. */
    public void sanitize(RequestHead head) {
        for (TokenRule rule : rules) {
            rule.sanitize(head.fields());
        }
    }

    /** Takes the good token off the request, as its rule says, and writes what it says into headers. */
    public Result check(RequestHead head, TokenCache cache) {
        long now = System.currentTimeMillis() / 1000;
        List<TokenError> errors = new ArrayList<>(0);
        for (TokenRule rule : rules) {
            List<String> tokens = rule.tokens(head);
            if (tokens.isEmpty()) {
                continue;
            }
            Verified good = null;
            TokenError bad = null;
            for (int i = tokens.size() - 1; i >= 0 && bad == null; i--) { // all places of one rule, the last one first
                switch (rule.check(tokens.get(i), cache, now)) {
                    case TokenRule.Finding.Good found -> good = found.token();
                    case TokenRule.Finding.Bad found -> bad = found.error();
                }
            }
            if (bad == null && good != null) {
                rule.apply(good, head);
                return new Result.Passes(good.claims());
            }
            if (bad != null) {
                errors.add(bad);
            }
        }
        return errors.isEmpty() ? NO_TOKEN : new Result.Refused(told(errors));
    }

    /** Whose tokens are good here, in the order they are looked for. */
    public List<String> issuers() {
        return Stream.of(rules).map(TokenRule::issuer).distinct().toList();
    }

    /** Whether somebody's keys are not known at the moment. */
    public boolean lacksKeys() {
        return Stream.of(rules).anyMatch(TokenRule::lacksKeys);
    }

    /** What is wrong with a token of an issuer that is known says more than that some rule is for another one. */
    private static TokenError told(List<TokenError> errors) {
        TokenError told = errors.get(0);
        for (TokenError error : errors) {
            if (error != TokenError.UNKNOWN_ISSUER) {
                told = error;
            }
        }
        return errors.get(0) == TokenError.UNKNOWN_ISSUER ? told : errors.get(0);
    }
}
