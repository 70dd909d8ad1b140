/**
 * Does a request get lost? {@link io.sluice.benchmarks.soak.Soak} runs trials, one after another: a router as its users start it,
 * models that are killed, drained and replaced, manifests that change, and callers who send on time whatever happens. Callers
 * and models write into one {@link io.sluice.benchmarks.soak.Ledger}, by a number that each request carries; so a trial ends with
 * an account: what was sent is what was answered and what failed, and by whom it was executed how often.
 */
@NullMarked
package io.sluice.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
