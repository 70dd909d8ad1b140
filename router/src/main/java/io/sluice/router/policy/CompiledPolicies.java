package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.CompiledAuthentication;
import io.sluice.router.policy.jwt.CompiledAuthentication.Result;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.JwtAuthentication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies of one gate, in the order they are asked: whose token, then who may (istio.md §4.1). Immutable. */
public final class CompiledPolicies {
    private final @Nullable CompiledAuthentication authentication;
    private final CompiledAuthorization authorization;

    private CompiledPolicies(@Nullable CompiledAuthentication authentication, CompiledAuthorization authorization) {
        this.authentication = authentication;
        this.authorization = authorization;
    }

    /** Null if there is nothing to ask. */
    public static @Nullable CompiledPolicies of(
            @Nullable JwtAuthentication authentication, Authorization authorization, Keys keys, Tallies tallies) {
        if (authentication == null && authorization.equals(Authorization.NONE)) {
            return null;
        }
        return new CompiledPolicies(
                authentication == null ? null : CompiledAuthentication.of(authentication, keys),
                CompiledAuthorization.of(authorization, tallies));
    }

    /** All of them as one gate. */
    public static CompiledPolicies joined(List<CompiledPolicies> parts) {
        List<CompiledAuthentication> authentications = new ArrayList<>();
        for (CompiledPolicies part : parts) {
            if (part.authentication != null) {
                authentications.add(part.authentication);
            }
        }
        return new CompiledPolicies(
                authentications.isEmpty() ? null : CompiledAuthentication.joined(authentications),
                CompiledAuthorization.joined(
                        parts.stream().map(part -> part.authorization).toList()));
    }

    /** Whether an external authorizer is to be asked, before anything else is. */
    public boolean asks(Facts facts) {
        return authorization.asks(facts);
    }

    /**
     * What each policy says, in the order they are asked, and then the verdict: null = let through. As {@link #judge}, but that nothing is
     * counted.
     */
    public @Nullable Denial tell(Facts facts, List<Judgement> all) {
        if (authentication != null) {
            Denial denial = whose(authentication, facts);
            String keys = denial != null && authentication.lacksKeys() ? "; not all keys are known here" : "";
            all.add(new Judgement("token", String.join(", ", authentication.issuers()), token(denial, facts) + keys));
            if (denial != null) {
                return denial;
            }
        }
        authorization.tell(facts, all);
        return authorization.verdict(facts);
    }

    private static String token(@Nullable Denial denial, Facts facts) {
        if (denial != null) {
            return "refuses it: " + Ascii.text(denial.body(), 0, denial.body().length);
        }
        return facts.claims() == null ? "no token: the request is nobody's" : "a good token";
    }

    /** Null = let through: then its token is off the request, if it is to be, and its claims are among the facts. */
    public @Nullable Denial judge(Facts facts) {
        if (authentication != null) {
            Denial denial = whose(authentication, facts);
            if (denial != null) {
                return denial;
            }
        }
        return authorization.judge(facts);
    }

    private static @Nullable Denial whose(CompiledAuthentication authentication, Facts facts) {
        RequestHead head = facts.head();
        authentication.sanitize(head);
        if (Preflight.is(head)) {
            return null;
        }
        return switch (authentication.check(head, facts.tokens())) {
            case Result.Passes passes -> {
                facts.claims(passes.claims());
                yield null;
            }
            case Result.Refused refused -> Denial.byToken(refused.error(), head);
        };
    }
}
