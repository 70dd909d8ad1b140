/**
 * The models of a case: servers on loopback that note each request and answer by script. {@link
 * io.sluice.conformance.upstream.Upstreams} starts them, {@link io.sluice.conformance.upstream.Arrivals} collects what they see; a
 * virtual thread serves each connection.
 */
@NullMarked
package io.sluice.conformance.upstream;

import org.jspecify.annotations.NullMarked;
