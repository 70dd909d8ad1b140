/**
 * One request and its response. Start at {@link io.sluice.router.exchange.RequestPath}, the stages in the order they happen.
 *
 * <p>The life of a request: 1 its generation, 2 its path in normal form, 3 its host, 4 its route, 5 a destination drawn by
 * weight, 6 faults, 7 cross-origin rules, 8 the route's action: an answer of our own, or 9 rewritten and given its forwarded
 * headers, 10 an attempt at an endpoint, 11 perhaps another ({@link io.sluice.router.exchange.Retries} alone decides), 12
 * {@link io.sluice.router.exchange.Exchange#finish}, through which every request ends, whatever became of it.
 */
@NullMarked
package io.sluice.router.exchange;

import org.jspecify.annotations.NullMarked;
