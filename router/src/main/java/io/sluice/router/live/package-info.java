/**
 * What goes on right now, for people: the table that is in force, and beside each of its destinations what it does, second by second.
 * {@link io.sluice.router.live.TrafficMap} is what {@code /v1/traffic}, the dashboard and {@code sluice top} show. Off the event loops.
 */
@NullMarked
package io.sluice.router.live;

import org.jspecify.annotations.NullMarked;
