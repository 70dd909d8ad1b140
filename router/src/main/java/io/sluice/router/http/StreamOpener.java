package io.sluice.router.http;

/** A connection that we opened, on which exchanges begin. Confined to its event loop. */
public interface StreamOpener {

    /** Begins an exchange: the listener is told its response. A head is sent next, before another exchange begins. */
    HttpStream<RequestHead> open(StreamListener<ResponseHead> listener);
}
