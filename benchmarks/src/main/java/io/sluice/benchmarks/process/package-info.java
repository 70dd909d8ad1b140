/**
 * The machine underneath: processes that are ours to start and stop ({@link io.sluice.benchmarks.process.Children}), what
 * they cost ({@link io.sluice.benchmarks.process.ProcessTree}, {@link io.sluice.benchmarks.process.SystemCalls}) and
 * where they ran ({@link io.sluice.benchmarks.process.Machine}). Linux only: everything is read from {@code /proc}.
 */
@NullMarked
package io.sluice.benchmarks.process;

import org.jspecify.annotations.NullMarked;
