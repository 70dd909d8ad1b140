/**
 * Sluice beside other proxies on one machine: {@link io.sluice.benchmarks.SideBySide} is the command, {@link
 * io.sluice.benchmarks.Experiment} the order of events. Every proxy runs alone on one core, with the same features
 * armed, in interleaved rounds; every figure is a median over rounds with its spread, every ratio is taken within one
 * round, because a machine drifts.
 */
@NullMarked
package io.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
