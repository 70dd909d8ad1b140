/**
 * The control plane with many manifests: {@link io.sluice.benchmarks.scale.Fleet} writes them, {@link
 * io.sluice.benchmarks.scale.Scale} starts a router on them and measures from outside how long the first table takes, how
 * long a changed weight, and what it costs to watch a directory in which nothing happens.
 */
@NullMarked
package io.sluice.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
