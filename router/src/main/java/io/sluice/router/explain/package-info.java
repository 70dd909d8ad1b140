/**
 * Why a request goes where it goes: the questions that {@code sluice explain} and the inspection port answer.
 *
 * <p>Start at {@link io.sluice.router.explain.Explainer}. It asks the very objects that route requests (the recogniser of
 * heads, the normal form of paths, the index of hosts, the index of routes, each route's tests), so it cannot say one thing
 * while the data plane does another; only the words are made here. It reads the generation in force and runs off the event
 * loops, at leisure: strings and lists are welcome.
 *
 * <p>{@link io.sluice.router.explain.Inspection} lists what is served; {@link io.sluice.router.explain.Json} spells any of
 * these records for machines.
 */
@NullMarked
package io.sluice.router.explain;

import org.jspecify.annotations.NullMarked;
