/**
 * The access log. An exchange that ends is made a line of on its event loop ({@link io.sluice.router.log.LoopLog}), which goes into a ring
 * ({@link io.sluice.router.log.LineRing}) that one thread empties into the file ({@link io.sluice.router.log.AccessLogWriter}). A ring that is
 * full takes no more: lines are dropped and counted, and no event loop ever waits for a disk.
 */
@NullMarked
package io.sluice.router.log;

import org.jspecify.annotations.NullMarked;
