/**
 * The data plane. Start reading at {@code exchange/RequestPath}.
 *
 * <p>Each package may import only those below it: {@code Router} (everything, once) → {@code admin} → {@code explain} → {@code exchange} →
 * {@code snapshot} → {@code route} ({@code hash}) · {@code listen} → {@code header} · {@code policy} → {@code upstream} ({@code balance}, {@code dns}) → {@code http.h1} · {@code tls} · {@code
 * telemetry} → {@code http} → {@code loop} · {@code failure}; and the routing table from {@code upstream} upwards.
 *
 * <p>Words for threads: <em>Immutable</em>; <em>Confined</em> to its event loop; <em>Shared</em>, and then the class says how it
 * is safe.
 */
@NullMarked
package io.sluice.router;

import org.jspecify.annotations.NullMarked;
