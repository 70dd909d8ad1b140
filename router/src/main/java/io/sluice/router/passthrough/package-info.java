/**
 * TLS that is not opened here: {@link io.sluice.router.tls.ServerHandshake} reads the client's hello, {@link
 * io.sluice.router.passthrough.PassedRoute} draws a destination by the name in it, and {@link io.sluice.router.passthrough.Pipe} carries
 * bytes to one of its endpoints and back until both have said all.
 */
@NullMarked
package io.sluice.router.passthrough;

import org.jspecify.annotations.NullMarked;
