/** {@code benchmarks/growth}: whether a request costs more where there are more routes, or more event loops. */
@NullMarked
package io.sluice.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
