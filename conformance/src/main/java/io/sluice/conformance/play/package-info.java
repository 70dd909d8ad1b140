/**
 * Plays cases: {@link io.sluice.conformance.play.CasePlayer} brings upstreams, router and clients together, {@link
 * io.sluice.conformance.play.Played} is what came of it, {@link io.sluice.conformance.play.Report} shows it to people. {@link
 * io.sluice.conformance.play.Conformance} is the command {@code conformance/run}.
 */
@NullMarked
package io.sluice.conformance.play;

import org.jspecify.annotations.NullMarked;
