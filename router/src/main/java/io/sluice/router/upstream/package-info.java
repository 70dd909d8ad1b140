/**
 * Where requests go: live clusters, their endpoints, and the connections to them.
 *
 * <p>Start at {@link io.sluice.router.upstream.Upstreams}. A cluster lives as long as its record stays equal, whatever table
 * names it; an endpoint as long as its address is published. Each event loop has connections of its own to each endpoint
 * ({@link io.sluice.router.upstream.EndpointPool}), so a request never changes threads. Endpoint lists are published by one
 * thread and read by all through one volatile field a cluster.
 */
@NullMarked
package io.sluice.router.upstream;

import org.jspecify.annotations.NullMarked;
