package io.sluice.router.route;

/** What a route does, compiled. */
public sealed interface CompiledAction permits CompiledForward, CompiledRedirect, CompiledResponse {}
