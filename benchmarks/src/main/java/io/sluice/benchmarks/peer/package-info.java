/**
 * The proxies side by side: how each is started, on which port, with which configuration ({@link
 * io.sluice.benchmarks.peer.Peers}), and whether it does the work it is measured for ({@link
 * io.sluice.benchmarks.peer.Parity}). The configurations are resources beside this package, each with its reasons.
 */
@NullMarked
package io.sluice.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
