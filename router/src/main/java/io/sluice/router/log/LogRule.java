package io.sluice.router.log;

import org.jspecify.annotations.Nullable;

/**
 * Lines that are written of some exchanges. Immutable.
 *
 * @param layout which of the router's
 * @param condition null = of every one
 */
public record LogRule(int layout, @Nullable LineCondition condition) {}
