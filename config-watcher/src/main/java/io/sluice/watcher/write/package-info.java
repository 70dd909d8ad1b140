/**
 * What this router writes into a cluster, and nothing else does: front Services and their slices ({@code FrontWriter}), Events ({@code
 * EventWriter}), the Lease that says which replica writes ({@code Election}), and the specs admitted last ({@code AdmittedSpecs}).
 *
 * <p>Every write looks first, and is bound to what was seen: an object is replaced or deleted at the version that was read, and created only
 * where there is none (ADR 23). So two replicas that both believe to lead do each other no harm, and nothing that others own is ever touched.
 * {@link io.sluice.watcher.write.ClusterWriter} holds it all together, on two threads of its own.
 */
@NullMarked
package io.sluice.watcher.write;

import org.jspecify.annotations.NullMarked;
