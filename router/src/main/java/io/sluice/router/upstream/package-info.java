/**
 * Where requests go: live clusters, their endpoints, and the connections to them.
 *
 * <p>Start at {@link io.sluice.router.upstream.Upstreams}. A cluster lives as long as its record stays equal, whatever table
 * names it; an endpoint as long as its address is published. Each event loop has connections of its own to each endpoint
 * ({@link io.sluice.router.upstream.EndpointPool}), so a request never changes threads; who finds none waits in a line there. Endpoints
 * change one change at a time, by whoever publishes or by the loop that saw one fail once too often, and are read by all through one
 * volatile field a cluster. Beneath: {@code balance} picks one of several, {@code health} says who is fit to be picked, {@code
 * limit} how much may be used at a time.
 */
@NullMarked
package io.sluice.router.upstream;

import org.jspecify.annotations.NullMarked;
