package io.sluice.router.observe;

import io.sluice.router.log.LogRule;
import io.sluice.router.trace.SpanRule;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an exchange. Immutable.
 *
 * @param logs null = as the router was started. Shared: never written to
 * @param spans null = none is made
 */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
public record CompiledObservation(
        LogRule @Nullable [] logs, @Nullable SpanRule spans) {}
