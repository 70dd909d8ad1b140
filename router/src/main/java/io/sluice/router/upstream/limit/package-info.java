/**
 * How much of a cluster may be used at a time, by all event loops together: {@link io.sluice.router.upstream.limit.ClusterLimits}
 * has the counts, {@link io.sluice.router.upstream.limit.ConnectionLimit} also who waits for a connection. Where nothing is
 * limited nothing is counted: no two event loops then write to the same place.
 */
@NullMarked
package io.sluice.router.upstream.limit;

import org.jspecify.annotations.NullMarked;
