/** What is said about TLS: towards clients ({@link io.sluice.table.tls.ListenerTls}) and models ({@link io.sluice.table.tls.UpstreamTls}). */
@NullMarked
package io.sluice.table.tls;

import org.jspecify.annotations.NullMarked;
