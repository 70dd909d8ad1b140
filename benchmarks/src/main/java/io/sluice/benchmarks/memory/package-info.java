/** {@code benchmarks/memory}: what a proxy holds once it has answered millions of requests. */
@NullMarked
package io.sluice.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
