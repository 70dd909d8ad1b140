package io.sluice.router.http.h2;

import io.sluice.router.http.Limits;
import io.sluice.router.http.h2.fields.ResponseFields;
import io.sluice.router.loop.Loop;
import java.time.Duration;

/** The HTTP/2 connections that one event loop opens. Confined to its event loop. */
public final class Http2ClientConnections extends LoopStreams<ClientStream> {
    private final ResponseFields responseFields = new ResponseFields();

    public Http2ClientConnections(Loop loop, Limits limits) {
        super(loop, limits);
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

    ResponseFields responseFields() {
        return responseFields;
    }

    @Override
    ClientStream make() {
        return new ClientStream(this);
    }
}
