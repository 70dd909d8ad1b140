/**
 * Where requests go: a {@link io.sluice.table.cluster.Cluster} is one upstream with its policies, its {@link
 * io.sluice.table.cluster.Endpoints} are published apart.
 */
@NullMarked
package io.sluice.table.cluster;

import org.jspecify.annotations.NullMarked;
