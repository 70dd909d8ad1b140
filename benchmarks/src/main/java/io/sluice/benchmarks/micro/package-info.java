/** {@code benchmarks/micro}: the JMH benchmarks beside the code that they measure, all in one table, with what each operation allocates. */
@NullMarked
package io.sluice.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
