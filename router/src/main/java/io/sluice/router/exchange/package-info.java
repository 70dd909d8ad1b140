/**
 * One request and its response. Start at {@link io.sluice.router.exchange.RequestPath}, the stages in the order they happen.
 *
 * <p>The life of a request: 1 its generation, 2 its path in normal form, 3 its host, 4 the policies that select this
 * router, 5 its route, 6 a destination drawn by weight, 7 faults, 8 cross-origin rules, 9 the route's action: an answer of our
 * own, or 10 rewritten and given its forwarded headers, 11 an attempt at an endpoint, past the policies of its pod ({@link
 * io.sluice.router.exchange.PodEntry}), 12 perhaps another ({@link
 * io.sluice.router.exchange.Retries} alone decides), 13 {@link io.sluice.router.exchange.Exchange#finish}, through which every request ends, whatever became of it.
 */
@NullMarked
package io.sluice.router.exchange;

import org.jspecify.annotations.NullMarked;
