/**
 * What clients and upstreams saw: values only. The expected side is read from {@code expected.yaml}, the observed one comes off
 * the wire; {@link io.sluice.conformance.observation.Placeholders} makes the two alike where runs differ by nature.
 */
@NullMarked
package io.sluice.conformance.observation;

import org.jspecify.annotations.NullMarked;
