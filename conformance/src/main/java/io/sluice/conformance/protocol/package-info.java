/**
 * Bytes of HTTP/1.1 and HTTP/2, read and written as plainly as possible, so that no library hides or mends what a case is about. Shared
 * by the clients and the upstreams; everything blocks, on a virtual thread a connection.
 */
@NullMarked
package io.sluice.conformance.protocol;

import org.jspecify.annotations.NullMarked;
