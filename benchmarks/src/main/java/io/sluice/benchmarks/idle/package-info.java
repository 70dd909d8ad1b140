/**
 * {@code benchmarks/idle}: what connections and streams cost that are open and do nothing, in memory of the router and in CPU of those
 * who ask beside them. Clients and the model that holds streams live in this process, on one event loop.
 */
@NullMarked
package io.sluice.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
