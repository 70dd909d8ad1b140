/**
 * {@code benchmarks/all}: every comparison and every trial, one after another, each as a process of its own ({@link
 * io.sluice.benchmarks.everything.Step}), so that one that fails leaves the others alone; then the overview of what they wrote.
 */
@NullMarked
package io.sluice.benchmarks.everything;

import org.jspecify.annotations.NullMarked;
