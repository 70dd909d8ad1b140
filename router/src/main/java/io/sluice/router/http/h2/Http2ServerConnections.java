package io.sluice.router.http.h2;

import io.netty.channel.ChannelHandler;
import io.sluice.router.http.Limits;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.h2.fields.RequestFields;
import io.sluice.router.loop.Loop;
import java.util.LinkedHashSet;
import java.util.Set;

/** The HTTP/2 connections that one event loop has accepted. Confined to its event loop. */
public final class Http2ServerConnections extends LoopStreams<ServerStream> {
    private final RequestFields requestFields = new RequestFields();
    private final Set<ServerConnection> open = new LinkedHashSet<>();

    public Http2ServerConnections(Loop loop, Limits limits) {
        super(loop, limits);
    }

    /** The handler of a connection of this loop whose preface has been read. */
    public ChannelHandler accept(StreamAcceptor acceptor) {
        return new ServerConnection(this, acceptor);
    }

    /** From now on each connection takes no more requests, as soon as its client can know. */
    public void drain() {
        Set.copyOf(open).forEach(ServerConnection::leave);
    }

    /** Closes what is left; returns how many exchanges were cut short. */
    public int abort() {
        int busy = busy();
        Set.copyOf(open).forEach(ServerConnection::abort);
        return busy;
    }

    /** Exchanges under way. */
    public int busy() {
        return open.stream().mapToInt(ServerConnection::exchanges).sum();
    }

    /** Connections that are open. */
    public int size() {
        return open.size();
    }

    RequestFields requestFields() {
        return requestFields;
    }

    void opened(ServerConnection connection) {
        open.add(connection);
    }

    void closed(ServerConnection connection) {
        open.remove(connection);
    }

    @Override
    ServerStream make() {
        return new ServerStream(this);
    }
}
