/**
 * HTTP/1.1 on the wire, both sides (RFC 9112).
 *
 * <p>Reading: {@link io.sluice.router.http.h1.RequestParser} and {@link io.sluice.router.http.h1.ResponseParser} recognise a
 * head in one pass over its bytes and keep offsets; {@link io.sluice.router.http.h1.RequestRules} and {@link io.sluice.router.http.h1.ResponseRules} decide what the fields
 * mean for the message's end; {@link io.sluice.router.http.h1.BodyReader} takes the framing off a body. Writing: {@link
 * io.sluice.router.http.h1.Outbound} puts heads and bodies together into as few writes as possible. {@link
 * io.sluice.router.http.h1.ServerConnection} is a connection we accepted, {@link
 * io.sluice.router.http.h1.ClientConnection} one we opened. Each is confined to its event loop.
 *
 * <p>Strict where a lenient reading has ever let one party see another message than the next one: a malformed head is
 * refused before a byte of it goes anywhere.
 */
@NullMarked
package io.sluice.router.http.h1;

import org.jspecify.annotations.NullMarked;
