/**
 * What a table says is told of exchanges, compiled: {@link io.sluice.router.observe.Observations} finds, for the pod that an exchange went
 * to, which lines ({@link io.sluice.router.log.LogRule}) and which spans ({@link io.sluice.router.trace.SpanRule}) that asks for.
 */
@NullMarked
package io.sluice.router.observe;

import org.jspecify.annotations.NullMarked;
