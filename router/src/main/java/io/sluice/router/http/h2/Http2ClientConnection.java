package io.sluice.router.http.h2;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.http.h2.Watch.Wait;
import io.sluice.router.http.h2.fields.ResponseFields;
import io.sluice.router.http.h2.fields.TrailerFields;
import java.time.Duration;

/**
 * A connection that we opened to an endpoint: as many exchanges at a time as the endpoint allows. Confined to its event loop.
 */
public final class Http2ClientConnection extends Connection implements StreamOpener {
    private static final byte[] PREFACE = Ascii.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    /** Who hands out a connection's streams. */
    public interface Owner {
        /** There is room for another stream where there was none, or may have been none. */
        void roomFreed(Http2ClientConnection connection);

        /** It takes no more streams; those under way may still end. */
        void leaving(Http2ClientConnection connection);
    }

    private final Http2ClientConnections connections;
    private final Owner owner;
    private final Duration idleTimeout;
    private final long maxAgeNanos;
    private final int maxStreams;
    private int nextStream = 1;
    private boolean leaving;

    Http2ClientConnection(
            Http2ClientConnections connections, Owner owner, Duration idleTimeout, long maxAgeNanos, int maxStreams) {
        super(connections.loop(), connections.limits(), connections.turnEnd());
        this.connections = connections;
        this.owner = owner;
        this.idleTimeout = idleTimeout;
        this.maxAgeNanos = maxAgeNanos;
        this.maxStreams = maxStreams;
    }

    @Override
    void greet(FrameWriter writer) {
        writer.bytes(PREFACE);
        writer.settings(
                Settings.ENABLE_PUSH,
                0,
                Settings.INITIAL_WINDOW_SIZE,
                limits().streamWindowBytes(),
                Settings.MAX_HEADER_LIST_SIZE,
                allLimits().maxHeadBytes());
        watch().start(Wait.IDLE, idleTimeout);
        if (maxAgeNanos > 0) {
            watch().start(Wait.AGE, Duration.ofNanos(maxAgeNanos));
        }
    }

    /** Exchanges begun so far. */
    public int requests() {
        return nextStream >>> 1;
    }

    /** Whether {@link #open} may be called. */
    public boolean hasRoom() {
        return isOpen()
                && !leaving
                && nextStream > 0
                && streams().size() < Math.min(maxStreams, peer().maxConcurrentStreams());
    }

    @Override
    public HttpStream<RequestHead> open(StreamListener<ResponseHead> listener) {
        start();
        ClientStream stream = connections.take();
        stream.begin(this, nextStream, listener);
        nextStream += 2;
        opened(stream);
        return stream;
    }

    // --- answers ---

    @Override
    void onHeaders(int id, boolean last, byte[] block, int start, int end) {
        if (!(streams().get(id) instanceof ClientStream stream)) {
            onClosed(id, block, start, end);
        } else if (stream.headSeen()) {
            trailers(stream, last, block, start, end);
        } else {
            head(stream, last, block, start, end);
        }
    }

    private void onClosed(int id, byte[] block, int start, int end) {
        if (isIdle(id)) {
            fail(ErrorCode.PROTOCOL_ERROR);
        } else if (resets().has(id)) {
            connections.ignored().decode(this, block, start, end);
        } else {
            fail(ErrorCode.STREAM_CLOSED);
        }
    }

    private void head(ClientStream stream, boolean last, byte[] block, int start, int end) {
        ResponseFields fields = connections.responseFields();
        fields.begin(stream.head());
        switch (decoder().decode(block, start, end, stream.head().fields(), fields)) {
            case MALFORMED -> fail(ErrorCode.COMPRESSION_ERROR);
            case TOO_LARGE -> fail(stream.id(), ErrorCode.INTERNAL_ERROR);
            case DONE -> {
                if (!fields.end() || !stream.onHead(last)) {
                    fail(stream.id(), ErrorCode.PROTOCOL_ERROR);
                }
            }
        }
    }

    private void trailers(ClientStream stream, boolean last, byte[] block, int start, int end) {
        TrailerFields fields = connections.trailerFields();
        HeaderBlock trailers = connections.trailers();
        fields.begin();
        trailers.clear();
        switch (decoder().decode(block, start, end, trailers, fields)) {
            case MALFORMED -> fail(ErrorCode.COMPRESSION_ERROR);
            case TOO_LARGE -> fail(stream.id(), ErrorCode.INTERNAL_ERROR);
            case DONE -> {
                if (!last || fields.malformed() || !stream.fits(0, true)) {
                    fail(stream.id(), ErrorCode.PROTOCOL_ERROR);
                } else {
                    stream.onTrailers(trailers);
                }
            }
        }
    }

    // --- the end ---

    @Override
    public void leave() {
        if (!leaving) {
            leaving = true;
            owner.leaving(this);
        }
        finishIfOver();
    }

    private void finishIfOver() {
        if (leaving && isOpen() && streams().size() == 0) {
            finish();
        }
    }

    /** What the endpoint has not looked at may be sent elsewhere, whatever it was (RFC 9113 §6.8). */
    @Override
    void onGoAway(int lastStream) {
        leaving = true;
        owner.leaving(this);
        for (Stream stream : streams().all()) {
            if (Integer.compareUnsigned(stream.id(), lastStream) > 0) {
                stream.onReset(Failure.UPSTREAM_REFUSED_STREAM);
            }
        }
        finishIfOver();
    }

    @Override
    void onStreamClosed(Stream stream) {
        if (!isOpen()) {
            return;
        }
        if (streams().size() == 0) {
            if (leaving) {
                // Not from within the exchange that has just ended: it has yet to let go.
                loop().eventLoop().execute(this::finishIfOver);
            } else {
                watch().start(Wait.IDLE, idleTimeout);
            }
        }
        if (!leaving) {
            owner.roomFreed(this);
        }
    }

    @Override
    void onSettings() {
        if (hasRoom()) {
            owner.roomFreed(this);
        }
    }

    @Override
    void onPingAck() {
        // We ask for none.
    }

    @Override
    void onOwnDeadline(Wait wait) {
        switch (wait) {
            case IDLE, AGE -> leave();
            case DRAIN, SETTINGS_ACK, FIELDS, WRITE, CLOSE -> throw new IllegalStateException("not of this side");
        }
    }

    @Override
    boolean isIdle(int stream) {
        return (stream & 1) == 0 || Integer.compareUnsigned(stream, nextStream) >= 0;
    }

    @Override
    int lastPeerStream() {
        return 0;
    }

    @Override
    Failure lost(boolean byPeersFault) {
        return byPeersFault ? Failure.UPSTREAM_MALFORMED : Failure.UPSTREAM_CLOSED;
    }

    @Override
    void onGone() {
        leaving = true;
        owner.leaving(this);
    }
}
