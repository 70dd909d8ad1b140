package io.sluice.router.trace;

import io.sluice.router.loop.Turns;

/**
 * Of which exchanges spans are made, what they say, and who gets them. <em>Shared</em> by event loops, each with turns of its own.
 *
 * @param collector which of the router's
 * @param share of the traces that begin here
 */
public record SpanRule(int collector, SpanLayout layout, Turns share) {}
