/**
 * Black box: manifests in, HTTP out. Cases were recorded from Istio and Envoy; here they are played against the router, as a process of
 * its own, and what clients and upstreams see is held against the recording.
 *
 * <p>Arrows: {@code play} → {@code router}, {@code client}, {@code upstream}, {@code compare} → {@code feature} → {@code protocol} → {@code
 * observation}. Nothing here knows a class of the router's.
 */
@NullMarked
package io.sluice.conformance;

import org.jspecify.annotations.NullMarked;
