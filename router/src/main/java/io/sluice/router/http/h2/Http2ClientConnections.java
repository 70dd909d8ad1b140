package io.sluice.router.http.h2;

import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h2.fields.ResponseFields;
import io.sluice.router.http.h2.fields.TrailerFields;
import io.sluice.router.loop.Loop;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * What the HTTP/2 connections that one event loop opens share: streams, which are used again, and the readers of fields. Confined
 * to its event loop.
 */
public final class Http2ClientConnections {
    private static final int MOST_POOLED_STREAMS = 1024;

    private final Loop loop;
    private final Limits limits;
    private final TurnEnd turnEnd;
    private final ResponseFields responseFields = new ResponseFields();
    private final TrailerFields trailerFields = new TrailerFields();
    private final IgnoredFields ignored = new IgnoredFields();
    private final HeaderBlock trailers = new HeaderBlock();
    private final ArrayDeque<ClientStream> pool = new ArrayDeque<>();

    public Http2ClientConnections(Loop loop, Limits limits) {
        this.loop = loop;
        this.limits = limits;
        turnEnd = new TurnEnd(loop.eventLoop());
    }

    /**
     * The handler of a connection that is about to be opened on this loop.
     *
     * @param idleTimeout after which it ends when it has no streams
     * @param maxAgeNanos after which it takes no more streams; 0 = never
     * @param maxStreams at a time, whatever the endpoint allows
     */
    public Http2ClientConnection open(
            Http2ClientConnection.Owner owner, Duration idleTimeout, long maxAgeNanos, int maxStreams) {
        return new Http2ClientConnection(this, owner, idleTimeout, maxAgeNanos, maxStreams);
    }

    Loop loop() {
        return loop;
    }

    Limits limits() {
        return limits;
    }

    TurnEnd turnEnd() {
        return turnEnd;
    }

    ResponseFields responseFields() {
        return responseFields;
    }

    TrailerFields trailerFields() {
        return trailerFields;
    }

    IgnoredFields ignored() {
        return ignored;
    }

    /** Of the message that is being read; of use until the next. */
    HeaderBlock trailers() {
        return trailers;
    }

    ClientStream take() {
        ClientStream pooled = pool.pollLast();
        return pooled == null ? new ClientStream(this) : pooled;
    }

    void giveBack(ClientStream stream) {
        if (pool.size() < MOST_POOLED_STREAMS) {
            pool.addLast(stream);
        }
    }
}
