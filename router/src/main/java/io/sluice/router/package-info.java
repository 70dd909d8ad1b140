/**
 * The data plane. Start reading at {@code exchange/RequestPath}.
 *
 * <p>Each package may import only those below it: {@code Router} (everything, once) → {@code admin} → {@code live} → {@code explain} →
 * {@code exchange} → {@code grpc} · {@code snapshot} · {@code listen} → {@code observe} · {@code passthrough} → {@code route} · {@code
 * log} · {@code trace} → {@code header} · {@code policy} · {@code authz} → {@code upstream} → {@code http.h1} · {@code http.h2} · {@code
 * tls} · {@code telemetry} → {@code http} → {@code loop} · {@code failure}; and the routing table from {@code upstream} upwards. {@code
 * ArchitectureTest} says it to the letter.
 *
 * <p>Words for threads: <em>Immutable</em>; <em>Confined</em> to its event loop; <em>Shared</em>, and then the class says how it
 * is safe.
 */
@NullMarked
package io.sluice.router;

import org.jspecify.annotations.NullMarked;
