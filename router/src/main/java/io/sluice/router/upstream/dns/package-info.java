/**
 * Names to addresses, by DNS, off the request path: one thread that exists only while a cluster has names, asks again when an
 * answer's time to live is over, and keeps what it knew when nobody answers.
 */
@NullMarked
package io.sluice.router.upstream.dns;

import org.jspecify.annotations.NullMarked;
