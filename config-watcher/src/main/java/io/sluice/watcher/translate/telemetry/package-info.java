/** What is told of exchanges: Telemetry objects, one level over the other ({@link io.sluice.watcher.translate.telemetry.Tellings}). */
@NullMarked
package io.sluice.watcher.translate.telemetry;

import org.jspecify.annotations.NullMarked;
