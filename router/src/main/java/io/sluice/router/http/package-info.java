/**
 * The narrow waist: one request and its response on one connection, whatever the protocol and whichever side opened it.
 *
 * <p>{@link io.sluice.router.http.HttpStream} is what the router does to a stream, {@link
 * io.sluice.router.http.StreamListener} what a stream tells the router. Heads are {@link io.sluice.router.http.RequestHead}
 * and {@link io.sluice.router.http.ResponseHead}; both keep their bytes in one array with an index of fields ({@link
 * io.sluice.router.http.HeaderBlock}), so that forwarding a head is copying ranges of it. {@code h1} and {@code h2} beneath it
 * are its implementations. Imports nothing of the router but {@code failure}.
 */
@NullMarked
package io.sluice.router.http;

import org.jspecify.annotations.NullMarked;
