package io.sluice.router.http.h2;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.h2.Watch.Wait;
import io.sluice.router.http.h2.fields.RequestFields;
import io.sluice.router.http.h2.fields.TrailerFields;
import io.sluice.router.http.h2.hpack.HpackDecoder.Verdict;
import java.time.Duration;

/**
 * A connection that a client opened. It ends in peace by two GOAWAYs: the first asks for no more requests, the second, once the
 * client must have seen it, says which were taken (RFC 9113 §6.8). Confined to its event loop.
 */
final class ServerConnection extends Connection {
    /** A client that answers no PING is taken to have seen our first GOAWAY by then. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(1);

    private final Http2ServerConnections connections;
    private final StreamAcceptor acceptor;
    private int lastStream;
    private int accepted;
    private boolean draining;
    private boolean refusing;
    private boolean clientLeaves;

    ServerConnection(Http2ServerConnections connections, StreamAcceptor acceptor) {
        super(connections.loop(), connections.limits(), connections.turnEnd());
        this.connections = connections;
        this.acceptor = acceptor;
    }

    @Override
    void greet(FrameWriter writer) {
        writer.settings(
                Settings.MAX_CONCURRENT_STREAMS,
                limits().maxConcurrentStreams(),
                Settings.INITIAL_WINDOW_SIZE,
                limits().streamWindowBytes(),
                Settings.MAX_HEADER_LIST_SIZE,
                allLimits().maxHeadBytes());
        connections.opened(this);
        long age = limits().maxConnectionAge().toNanos();
        int jitter = (int) Math.min(Integer.MAX_VALUE, age / 10 / 1_000_000 + 1);
        watch().start(Wait.AGE, Duration.ofNanos(age).plusMillis(loop().random().nextInt(jitter)));
        watch().start(Wait.IDLE, allLimits().clientIdleTimeout());
    }

    // --- requests ---

    @Override
    void onHeaders(int id, boolean last, byte[] block, int start, int end) {
        Stream open = streams().get(id);
        if (open != null) {
            trailers(open, last, block, start, end);
        } else if ((id & 1) == 0) {
            fail(ErrorCode.PROTOCOL_ERROR);
        } else if (id <= lastStream) {
            onClosed(id, block, start, end);
        } else {
            request(id, last, block, start, end);
        }
    }

    private void onClosed(int id, byte[] block, int start, int end) {
        if (resets().has(id)) {
            connections.ignored().decode(this, block, start, end);
        } else {
            fail(ErrorCode.STREAM_CLOSED);
        }
    }

    private void request(int id, boolean last, byte[] block, int start, int end) {
        lastStream = id;
        if (refusing || streams().size() >= limits().maxConcurrentStreams()) {
            if (connections.ignored().decode(this, block, start, end)) {
                guard().opened();
                fail(id, ErrorCode.REFUSED_STREAM);
            }
            return;
        }
        ServerStream stream = connections.take();
        stream.begin(this, id);
        opened(stream);
        RequestFields fields = connections.requestFields();
        RequestHead head = stream.head();
        fields.begin(head);
        Verdict verdict = decoder().decode(block, start, end, head.fields(), fields);
        switch (verdict) {
            case MALFORMED -> fail(ErrorCode.COMPRESSION_ERROR);
            // No 431: as Envoy does (istio-recorded.md §10).
            case TOO_LARGE -> fail(id, ErrorCode.INTERNAL_ERROR);
            case DONE -> begin(stream, fields, last);
        }
    }

    private void begin(ServerStream stream, RequestFields fields, boolean last) {
        RequestHead head = stream.head();
        Failure refusal = fields.end(last);
        if (last) {
            stream.endInput();
        }
        if (fields.malformed()) {
            malformed(stream.id());
        } else if (refusal != null) {
            acceptor.reject(stream, head, refusal);
        } else {
            if (head.framing() == io.sluice.router.http.Framing.LENGTH) {
                stream.expect(head.contentLength());
            }
            StreamListener<RequestHead> taker = acceptor.accept(stream);
            stream.listen(taker);
            stream.touch();
            taker.onHead(head, last);
            if (++accepted >= limits().maxStreamsPerConnection()) {
                leave();
            }
        }
    }

    private void malformed(int id) {
        if (guard().malformed()) {
            fail(ErrorCode.ENHANCE_YOUR_CALM);
        } else {
            fail(id, ErrorCode.PROTOCOL_ERROR);
        }
    }

    private void trailers(Stream stream, boolean last, byte[] block, int start, int end) {
        if (stream.inputEnded()) {
            connections.ignored().decode(this, block, start, end);
            fail(stream.id(), ErrorCode.STREAM_CLOSED);
            return;
        }
        TrailerFields fields = connections.trailerFields();
        HeaderBlock trailers = connections.trailers();
        fields.begin();
        trailers.clear();
        switch (decoder().decode(block, start, end, trailers, fields)) {
            case MALFORMED -> fail(ErrorCode.COMPRESSION_ERROR);
            case TOO_LARGE -> fail(stream.id(), ErrorCode.INTERNAL_ERROR);
            case DONE -> {
                if (!last || fields.malformed() || !stream.fits(0, true)) {
                    malformed(stream.id());
                } else {
                    stream.onTrailers(trailers);
                }
            }
        }
    }

    // --- the end ---

    @Override
    void leave() {
        if (draining || !isOpen()) {
            return;
        }
        draining = true;
        if (streams().size() == 0) {
            finish();
            return;
        }
        writer().goAway(Frame.MAX_STREAM_ID, ErrorCode.NO_ERROR);
        writer().ping(0);
        flushLater();
        watch().start(Wait.DRAIN, DRAIN_PATIENCE);
    }

    @Override
    void onPingAck() {
        refuseMore();
    }

    private void refuseMore() {
        if (draining && !refusing && isOpen()) {
            refusing = true;
            writer().goAway(lastStream, ErrorCode.NO_ERROR);
            flushLater();
            finishIfOver();
        }
    }

    private void finishIfOver() {
        if (streams().size() == 0 && (draining || clientLeaves) && isOpen()) {
            finish();
        }
    }

    @Override
    void onGoAway(int last) {
        clientLeaves = true;
        finishIfOver();
    }

    @Override
    void onStreamClosed(Stream stream) {
        if (streams().size() == 0 && isOpen()) {
            if (draining || clientLeaves) {
                // Not from within the exchange that has just ended: it has yet to flush.
                loop().eventLoop().execute(this::finishIfOver);
            } else {
                watch().start(Wait.IDLE, allLimits().clientIdleTimeout());
            }
        }
    }

    @Override
    void onOwnDeadline(Wait wait) {
        switch (wait) {
            case IDLE, AGE -> leave();
            case DRAIN -> refuseMore();
            case SETTINGS_ACK, FIELDS, WRITE, CLOSE -> throw new IllegalStateException("of both sides");
        }
    }

    @Override
    void onSettings() {
        // What a client says of itself binds our writer alone.
    }

    @Override
    boolean isIdle(int stream) {
        return (stream & 1) == 0 || stream > lastStream;
    }

    @Override
    int lastPeerStream() {
        return lastStream;
    }

    @Override
    Failure lost(boolean byPeersFault) {
        return byPeersFault ? Failure.MALFORMED_REQUEST : Failure.CLIENT_GONE;
    }

    @Override
    void onGone() {
        connections.closed(this);
    }

    boolean busy() {
        return streams().size() > 0;
    }

    int exchanges() {
        return streams().size();
    }
}
