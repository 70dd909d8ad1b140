/**
 * When two observations are the same. {@link io.sluice.conformance.compare.Comparison} holds what a router did against the recording,
 * under the rules of the case; what is left is a list of {@link io.sluice.conformance.compare.Difference}s.
 */
@NullMarked
package io.sluice.conformance.compare;

import org.jspecify.annotations.NullMarked;
