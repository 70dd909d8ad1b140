package io.sluice.table.policy;

import org.jspecify.annotations.Nullable;

/** The gates of a listener: policies that select the router itself or live in the root namespace. */
public record ListenerPolicies(@Nullable JwtAuthentication authentication, Authorization authorization) {
    public static final ListenerPolicies NONE = new ListenerPolicies(null, Authorization.NONE);
}
