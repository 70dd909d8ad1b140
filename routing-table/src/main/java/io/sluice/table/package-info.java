/**
 * What can be said: the language between the control plane that writes a {@link io.sluice.table.RoutingTable} and the
 * data plane that runs it.
 *
 * <p>Read in this order: {@link io.sluice.table.RoutingTable} (listeners and clusters) → {@link
 * io.sluice.table.Listener} → {@link io.sluice.table.Host} → {@link io.sluice.table.Route} → {@link
 * io.sluice.table.Action} → {@link io.sluice.table.Forward}. Under {@code match} is how a request is compared, under
 * {@code policy} what is asked of it on the way, under {@code cluster} where it goes.
 *
 * <p>Only records, sealed interfaces and enums live here. They are immutable, comparable by value (equality is change
 * detection), and need no clock, socket or logger. Precedence between manifests is spent before a table is written: a
 * host's routes are an ordered list, and the first match wins.
 */
@NullMarked
package io.sluice.table;

import org.jspecify.annotations.NullMarked;
