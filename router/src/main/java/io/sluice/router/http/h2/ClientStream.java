package io.sluice.router.http.h2;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import org.jspecify.annotations.Nullable;

/** A request that we sent to an endpoint, and its answer. Confined to its event loop; reused. */
final class ClientStream extends Stream implements HttpStream<RequestHead> {
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final int MOST_INTERIM_HEADS = 10;

    private final Http2ClientConnections connections;
    private final ResponseHead head = new ResponseHead();
    private @Nullable StreamListener<ResponseHead> listener;
    private boolean toHead;
    private boolean headSeen;
    private int interimHeads;

    ClientStream(Http2ClientConnections connections) {
        this.connections = connections;
    }

    void begin(Connection connection, int id, StreamListener<ResponseHead> taker) {
        begin(connection, id);
        listen(taker);
        listener = taker;
        toHead = false;
        headSeen = false;
        interimHeads = 0;
    }

    ResponseHead head() {
        return head;
    }

    boolean headSeen() {
        return headSeen;
    }

    @Override
    public void sendHead(RequestHead request, boolean last) {
        toHead = request.methodIs(HEAD);
        connection().writer().request(id(), request, last);
        sent(last);
    }

    /** Tells the head that stands in {@link #head}; false if it cannot be one here. */
    boolean onHead(boolean last) {
        StreamListener<ResponseHead> taker = listener;
        if (taker == null) {
            return true;
        }
        if (head.interim()) {
            if (last || ++interimHeads > MOST_INTERIM_HEADS) {
                return false;
            }
            touch();
            taker.onHead(head, false);
            head.clear();
            return true;
        }
        headSeen = true;
        boolean bodyless = toHead || head.status() == 204 || head.status() == 304;
        if (last) {
            head.framing(Framing.NONE, 0);
            endInput();
        } else if (head.framing() == Framing.LENGTH) {
            expect(bodyless ? 0 : head.contentLength());
        }
        touch();
        taker.onHead(head, last);
        if (last) {
            inputOver();
        }
        return true;
    }

    @Override
    void onEnding() {
        // The answer is still to come.
    }

    @Override
    void onOutputEnded() {
        // The answer is still to come.
    }

    /** An answer that did not wait for the end of its request ends both (RFC 9113 §8.1). */
    @Override
    void onInputEnded() {
        listen(null);
        if (!outputEnded()) {
            reset(ErrorCode.CANCEL);
        }
    }

    @Override
    Failure failure(int code) {
        return code == ErrorCode.REFUSED_STREAM.code() ? Failure.UPSTREAM_REFUSED_STREAM : Failure.UPSTREAM_RESET;
    }

    @Override
    ErrorCode errorCode(Failure why) {
        return ErrorCode.CANCEL;
    }

    @Override
    void recycle() {
        listener = null;
        head.clear();
        connections.giveBack(this);
    }
}
