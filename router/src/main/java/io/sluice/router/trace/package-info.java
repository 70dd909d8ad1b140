/**
 * Spans of exchanges, for a collector of OpenTelemetry. An exchange that is not recorded costs a look at three headers; of one that is, an
 * event loop notes what there is to say, and a thread of its own makes spans of the notes and sends them. Whose trace it is comes from W3C's
 * header or from B3's ({@link io.sluice.router.trace.TraceContext}).
 */
@NullMarked
package io.sluice.router.trace;

import org.jspecify.annotations.NullMarked;
