/**
 * Keeps account of Istio's own suites: {@code istio-rows.yaml} lists their rows, {@code rows.yaml} says what proves each here,
 * or why nothing does. Start at {@link io.sluice.conformance.rows.RowsTest}.
 */
@NullMarked
package io.sluice.conformance.rows;

import org.jspecify.annotations.NullMarked;
