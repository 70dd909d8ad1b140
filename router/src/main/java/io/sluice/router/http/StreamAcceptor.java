package io.sluice.router.http;

import io.sluice.router.failure.Failure;

/** Who takes the streams of one accepted connection. Confined to its event loop. */
public interface StreamAcceptor {

    /** A request begins; its head follows at once. */
    StreamListener<RequestHead> accept(HttpStream<ResponseHead> stream);

    /** A request that cannot be understood: it is answered with the failure's local reply, and the connection closes. */
    void reject(HttpStream<ResponseHead> stream, Failure why);
}
