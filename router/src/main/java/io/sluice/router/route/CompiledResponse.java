package io.sluice.router.route;

/** An answer of the route itself. Immutable; {@code body} is shared and never written to. */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
public record CompiledResponse(int status, byte[] body) implements CompiledAction {}
