/**
 * Which endpoints are fit to be asked: {@link io.sluice.router.upstream.health.EndpointHealth} counts what goes wrong with one,
 * {@link io.sluice.router.upstream.health.Ejections} decides who is set aside and for how long, {@link
 * io.sluice.router.upstream.health.PriorityLoads} says which priority then gets how much, and {@link
 * io.sluice.router.upstream.health.Reachability} remembers who refuses connections. Nothing here knows a connection.
 */
@NullMarked
package io.sluice.router.upstream.health;

import org.jspecify.annotations.NullMarked;
