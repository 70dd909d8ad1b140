/**
 * Reads what is told of exchanges, and to whom: Telemetry objects ({@link io.sluice.watcher.admission.telemetry.TelemetryReader}), and what
 * they have in common with MeshConfig.
 */
@NullMarked
package io.sluice.watcher.admission.telemetry;

import org.jspecify.annotations.NullMarked;
