/**
 * What this router writes for in-cluster hosts that have no Service of their own (DESIGN §6): a <em>front Service</em> without selector, and
 * slices behind it that list the router's pods, so that whoever calls the host's name reaches the router. Each port of a front Service has
 * a port of its own at the router, kept in the Service itself: all replicas read it there, and a restart forgets nothing.
 *
 * <p>Pure functions: {@link io.sluice.watcher.front.FrontPlanner} compares what there should be with what there is. It touches nothing that
 * does not carry our labels, and a front Service that has got a selector is somebody else's from then on.
 */
@NullMarked
package io.sluice.watcher.front;

import org.jspecify.annotations.NullMarked;
