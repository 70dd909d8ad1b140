/**
 * One request and its response. Start at {@link io.sluice.router.exchange.RequestPath}, the stages in the order they happen.
 *
 * <p>The life of a request: 1 its generation, 2 its path in normal form, 3 its host, 4 its route, 5 the route's action: an
 * answer of our own, or 6 a destination drawn by weight, 7 rewritten and given its forwarded headers, 8 an attempt at an
 * endpoint, 9 perhaps another ({@link io.sluice.router.exchange.Retries} alone decides), 10 {@link
 * io.sluice.router.exchange.Exchange#finish}, through which every request ends, whatever became of it.
 */
@NullMarked
package io.sluice.router.exchange;

import org.jspecify.annotations.NullMarked;
