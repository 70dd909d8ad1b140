/**
 * What is told of exchanges, by whom and to whom: what Istio's Telemetry objects come to, and where lines and spans may go. What a
 * router does where nothing is said is its own start's to say ({@link io.sluice.table.policy.AccessLog},
 * {@link io.sluice.table.policy.Tracing}).
 */
@NullMarked
package io.sluice.table.telemetry;

import org.jspecify.annotations.NullMarked;
