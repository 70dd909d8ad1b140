/**
 * The raw-byte corpus against a running router: what a client sends, what the backend behind it does, and which outcomes are
 * right. Rows are data, {@code conformance/wire/http1} and {@code http2}; everything here is independent of how the router is made.
 *
 * <p>{@link io.sluice.conformance.wire.Corpus} reads rows; {@link io.sluice.conformance.wire.Lane} plays one, being the client
 * and the {@link io.sluice.conformance.wire.RecordingBackend} at once; {@link io.sluice.conformance.wire.MessageReader} reads
 * what both saw, strictly ({@link io.sluice.conformance.wire.FrameScript} and {@link io.sluice.conformance.wire.Http2Seen} are
 * their likes for frames); {@link io.sluice.conformance.wire.Judge} compares it with the row. Lanes share nothing but the
 * router, so rows run side by side.
 */
@NullMarked
package io.sluice.conformance.wire;

import org.jspecify.annotations.NullMarked;
