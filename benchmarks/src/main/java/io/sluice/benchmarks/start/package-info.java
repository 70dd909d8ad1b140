/** {@code benchmarks/start}: how long a router takes from its launcher to ready, with and without what the JVM keeps of an earlier start. */
@NullMarked
package io.sluice.benchmarks.start;

import org.jspecify.annotations.NullMarked;
