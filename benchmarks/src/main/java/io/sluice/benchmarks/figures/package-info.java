/**
 * Arithmetic on rounds: medians with their spread, ratios taken round by round, and when a proxy counts as warm. Knows
 * nothing of proxies or processes.
 */
@NullMarked
package io.sluice.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
