package io.sluice.router.http.h2;

import io.netty.channel.ChannelHandler;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.h2.fields.RequestFields;
import io.sluice.router.http.h2.fields.TrailerFields;
import io.sluice.router.loop.Loop;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The accepted HTTP/2 connections of one event loop, and what they share: streams, which are used again, and the readers of
 * fields. Confined to its event loop.
 */
public final class Http2ServerConnections {
    private static final int MOST_POOLED_STREAMS = 1024;

    private final Loop loop;
    private final Limits limits;
    private final TurnEnd turnEnd;
    private final RequestFields requestFields = new RequestFields();
    private final TrailerFields trailerFields = new TrailerFields();
    private final IgnoredFields ignored = new IgnoredFields();
    private final HeaderBlock trailers = new HeaderBlock();
    private final ArrayDeque<ServerStream> pool = new ArrayDeque<>();
    private final Set<ServerConnection> open = new LinkedHashSet<>();

    public Http2ServerConnections(Loop loop, Limits limits) {
        this.loop = loop;
        this.limits = limits;
        turnEnd = new TurnEnd(loop.eventLoop());
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

    Loop loop() {
        return loop;
    }

    Limits limits() {
        return limits;
    }

    TurnEnd turnEnd() {
        return turnEnd;
    }

    RequestFields requestFields() {
        return requestFields;
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

    void opened(ServerConnection connection) {
        open.add(connection);
    }

    void closed(ServerConnection connection) {
        open.remove(connection);
    }

    ServerStream take() {
        ServerStream pooled = pool.pollLast();
        return pooled == null ? new ServerStream(this) : pooled;
    }

    void giveBack(ServerStream stream) {
        if (pool.size() < MOST_POOLED_STREAMS) {
            pool.addLast(stream);
        }
    }
}
