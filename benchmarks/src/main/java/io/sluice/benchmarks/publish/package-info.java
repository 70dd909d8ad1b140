/**
 * What a change of a large table costs those whose requests are under way: {@link
 * io.sluice.benchmarks.publish.PublishUnderLoad} is the command, {@link io.sluice.benchmarks.publish.PublishingRouter} the
 * router it watches, in a process of its own with the production flags.
 */
@NullMarked
package io.sluice.benchmarks.publish;

import org.jspecify.annotations.NullMarked;
