package io.sluice.router.http;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;

/**
 * One request and its response on one connection, from the router's side. Confined to its connection's event loop.
 *
 * @param <H> the heads that are sent on it: responses on connections we accept, requests on those we open
 */
public interface HttpStream<H extends Head> {

    /** Sends a head; the block is written out before this returns. Interim (1xx) heads too, before the final one. */
    void sendHead(H head, boolean last);

    /** Takes ownership of {@code data}. */
    void sendData(ByteBuf data, boolean last);

    /**
     * Ends the message with fields behind its body. They are written out, or copied, before this returns. Where the protocol
     * forwards none, as HTTP/1.1 here, the message just ends.
     */
    void sendTrailers(HeaderBlock trailers);

    /** Hands what was sent to the network. Until then it may wait, so that a small message is one write. */
    void flush();

    /** False while the peer reads too slowly; {@link StreamListener#onWritable} says when it catches up. */
    boolean writable();

    /** Back-pressure: whether the peer's bytes are wanted. */
    void read(boolean wanted);

    /** No other exchange follows on this connection; to be said before the final head. */
    void retire();

    /** The peer is to connect anew for what it asks next; to be said before the final head. What is under way goes on. */
    default void farewell() {
        retire();
    }

    /** Ends the stream at once. The listener hears nothing more. */
    void reset(Failure why);
}
