package io.sluice.router.http.h2;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;

/** A request that a client sent, and our answer to it. Confined to its event loop; reused. */
final class ServerStream extends Stream implements HttpStream<ResponseHead> {
    private final Http2ServerConnections connections;
    private final RequestHead head = new RequestHead();

    ServerStream(Http2ServerConnections connections) {
        this.connections = connections;
    }

    RequestHead head() {
        return head;
    }

    @Override
    public void sendHead(ResponseHead response, boolean last) {
        if (!closed() && !ending()) {
            connection().writer().response(id(), response, last);
            connection().sentAnswer();
            sent(last);
        }
    }

    @Override
    public void farewell() {
        connection().leave();
    }

    /** From here on the exchange is over, whatever the client still sends. */
    @Override
    void onEnding() {
        listen(null);
    }

    /** Of a request whose answer needs no more of it the rest is not read (RFC 9113 §8.1). */
    @Override
    void onOutputEnded() {
        if (!inputEnded()) {
            reset(ErrorCode.NO_ERROR);
        }
    }

    @Override
    void onInputEnded() {
        // The answer is still to come, or to be completed.
    }

    @Override
    Failure failure(int code) {
        return Failure.CLIENT_GONE;
    }

    /** What cannot be completed is cut so that no client takes it for whole (istio-recorded.md §5). */
    @Override
    ErrorCode errorCode(Failure why) {
        return why == Failure.CLIENT_GONE ? ErrorCode.CANCEL : ErrorCode.INTERNAL_ERROR;
    }

    @Override
    void recycle() {
        head.clear();
        connections.giveBack(this);
    }
}
