package io.sluice.router.route;

import io.sluice.router.telemetry.ExchangeMeter;

/**
 * A route ready to run. Immutable.
 *
 * @param meter of requests that reach no destination: those the route answers itself
 */
public record CompiledRoute(
        String name, RequestMatcher matcher, CompiledAction action, CompiledHeaders headers, ExchangeMeter meter) {}
