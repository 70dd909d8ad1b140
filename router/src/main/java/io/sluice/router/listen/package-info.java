/**
 * Open ports. Each event loop has a socket of its own on every port (SO_REUSEPORT), so a connection is accepted by the loop
 * that serves it. What arrives is handed to a function that was given: this package has never heard of exchanges.
 */
@NullMarked
package io.sluice.router.listen;

import org.jspecify.annotations.NullMarked;
