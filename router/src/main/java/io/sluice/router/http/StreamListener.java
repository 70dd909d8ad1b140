package io.sluice.router.http;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;

/**
 * What a stream tells the router. Called on the stream's event loop, in order: heads, data, perhaps trailers, then nothing more
 * after {@code last}, trailers or {@link #onReset}.
 *
 * @param <H> the heads that are received: requests on connections we accept, responses on those we open
 */
public interface StreamListener<H extends Head> {

    /** Borrows {@code head} until the stream has ended; interim (1xx) response heads only during the call. */
    void onHead(H head, boolean last);

    /** Passes ownership of {@code data}, which may be empty. */
    void onData(ByteBuf data, boolean last);

    /** The message ends with these fields, in place of a last piece of data. Borrows them during the call. */
    void onTrailers(HeaderBlock trailers);

    /** All that has arrived so far has been told: a good moment to flush what was made of it. */
    void onReadComplete();

    void onWritable();

    /** Nothing more will come: the stream ended before its time. Unless the peer is gone, it may still be answered. */
    void onReset(Failure why);
}
