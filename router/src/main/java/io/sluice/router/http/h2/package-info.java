/**
 * HTTP/2 on the wire, both sides (RFC 9113), without a codec's objects between: one handler a connection, no channel a stream.
 *
 * <p>Reading: {@link io.sluice.router.http.h2.FrameReader} takes frames out of bytes, {@link
 * io.sluice.router.http.h2.ConnectionFrames} says what they mean; header blocks go through {@link
 * io.sluice.router.http.h2.hpack} into heads, by the rules of {@link io.sluice.router.http.h2.fields.RequestFields}, {@link
 * io.sluice.router.http.h2.fields.ResponseFields} and {@link io.sluice.router.http.h2.fields.TrailerFields}. Writing: {@link
 * io.sluice.router.http.h2.FrameWriter}; bodies go by reference, and {@link io.sluice.router.http.h2.TurnEnd} flushes once a turn of
 * the loop what all streams wrote. A {@link io.sluice.router.http.h2.Stream} is what the router sees of a connection; {@link
 * io.sluice.router.http.h2.ServerConnection} is one we accepted, {@link io.sluice.router.http.h2.Http2ClientConnection} one we
 * opened.
 *
 * <p>Back-pressure: what a slow reader does not admit waits in its {@link io.sluice.router.http.h2.Stream}, whose other side is
 * then not given new window. So a stream holds what one window holds, and {@link io.sluice.router.http.h2.flow.HeldLedger} bounds their
 * sum. {@link io.sluice.router.http.h2.FloodGuard} and {@link io.sluice.router.http.h2.Watch} bound everything else that a peer can
 * make us do or wait for.
 */
@NullMarked
package io.sluice.router.http.h2;

import org.jspecify.annotations.NullMarked;
