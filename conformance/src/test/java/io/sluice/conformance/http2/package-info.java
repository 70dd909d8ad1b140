/**
 * Others' tests of HTTP/2 and gRPC, run against a router in a process of its own: h2spec, frame by frame, and gRPC's
 * interoperability tests, call by call.
 */
@NullMarked
package io.sluice.conformance.http2;

import org.jspecify.annotations.NullMarked;
