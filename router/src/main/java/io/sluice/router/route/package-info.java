/**
 * Which route: the table compiled to what can be looked up with a request's bytes. Built off the event loops, then never
 * changed.
 *
 * <p>{@link io.sluice.router.route.CompiledTable} → listener by port → {@link io.sluice.router.route.HostIndex} → {@link
 * io.sluice.router.route.CompiledHost}, whose route index cannot be told apart from "the first route, in order, that
 * matches".
 */
@NullMarked
package io.sluice.router.route;

import org.jspecify.annotations.NullMarked;
