/**
 * What is sent, and how: wrk or h2load as the closed loop ({@link io.sluice.benchmarks.load.ClosedLoop}), our own generator as the open
 * loop ({@link io.sluice.benchmarks.load.OpenLoop}). A closed loop asks how much a proxy can do; an open loop, how long
 * a caller waits who does not slow down because the proxy does.
 */
@NullMarked
package io.sluice.benchmarks.load;

import org.jspecify.annotations.NullMarked;
