package io.sluice.router.http;

import io.sluice.router.failure.Failure;
import org.jspecify.annotations.Nullable;

/** Who takes the streams of one accepted connection. Confined to its event loop. */
public interface StreamAcceptor {

    /** A request begins; its head follows at once. */
    StreamListener<RequestHead> accept(HttpStream<ResponseHead> stream);

    /**
     * A request that is not served: it is answered with the failure's local reply. An HTTP/1.1 connection closes then.
     *
     * @param head null if it was not understood
     */
    void reject(HttpStream<ResponseHead> stream, @Nullable RequestHead head, Failure why);
}
