/**
 * What one event loop owns: its timers, its random numbers, its receive buffer. Everything here is <em>confined</em> to
 * that loop; nothing is shared, so nothing is locked. What loops must share after all goes through a {@link
 * io.sluice.router.loop.Relay}.
 */
@NullMarked
package io.sluice.router.loop;

import org.jspecify.annotations.NullMarked;
