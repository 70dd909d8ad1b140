package io.sluice.router.route;

import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.table.Origin;
import io.sluice.table.policy.Fault;
import org.jspecify.annotations.Nullable;

/**
 * A route ready to run. Immutable.
 *
 * @param name empty if the rule has none
 * @param fault null = none is injected
 * @param cors null = origins are no affair of this route
 * @param meter of requests that reach no destination: those the route answers itself
 */
public record CompiledRoute(
        String name,
        RequestMatcher matcher,
        CompiledAction action,
        @Nullable Fault fault,
        @Nullable CompiledCors cors,
        CompiledHeaders headers,
        ExchangeMeter meter,
        Origin origin) {}
