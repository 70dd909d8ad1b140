/**
 * A feature on disk: {@code features/<area>/<case>/} with manifests, {@code case.yaml} and {@code expected.yaml}, as conformance/README.md
 * describes them. {@link io.sluice.conformance.feature.CaseFile} reads them into records and refuses every key it does not know: a rule
 * that is overlooked would be a check that cannot fail.
 */
@NullMarked
package io.sluice.conformance.feature;

import org.jspecify.annotations.NullMarked;
