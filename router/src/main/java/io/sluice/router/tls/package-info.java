/**
 * TLS, with BoringSSL where it can be loaded: what is declared becomes contexts, off the event loops; a context lives as long as
 * its record stays equal, so that a change of one certificate is felt by nobody else. Towards clients {@link
 * io.sluice.router.tls.SecurePort} chooses by the name that a handshake asks for; towards models {@link
 * io.sluice.router.tls.ModelContext} opens.
 */
@NullMarked
package io.sluice.router.tls;

import org.jspecify.annotations.NullMarked;
