package io.sluice.router.policy;

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
            @Nullable JwtAuthentication authentication, Authorization authorization, Keys keys) {
        if (authentication == null && authorization.equals(Authorization.NONE)) {
            return null;
        }
        return new CompiledPolicies(
                authentication == null ? null : CompiledAuthentication.of(authentication, keys),
                CompiledAuthorization.of(authorization));
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

    /** Null = let through: then its token is off the request, if it is to be, and its claims are among the facts. */
    public @Nullable Denial judge(Facts facts) {
        if (authentication != null) {
            RequestHead head = facts.head();
            authentication.sanitize(head);
            if (!Preflight.is(head)) {
                switch (authentication.check(head, facts.tokens())) {
                    case Result.Passes passes -> facts.claims(passes.claims());
                    case Result.Refused refused -> {
                        return Denial.byToken(refused.error(), head);
                    }
                }
            }
        }
        return authorization.judge(facts);
    }
}
