/**
 * What can go wrong with an exchange, on which side, and what the client is told. {@link
 * io.sluice.router.failure.Failure} is the one table from failure to local reply.
 */
@NullMarked
package io.sluice.router.failure;

import org.jspecify.annotations.NullMarked;
