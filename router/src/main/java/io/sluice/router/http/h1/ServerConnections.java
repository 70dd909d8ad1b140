package io.sluice.router.http.h1;

import io.netty.channel.ChannelHandler;
import io.sluice.router.http.Limits;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.loop.Loop;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The accepted connections of one event loop, and what they share: request readers, which a connection holds only while a
 * request is under way, so that an idle one is small. Confined to its event loop.
 */
public final class ServerConnections {
    private static final int MOST_POOLED_READERS = 256;

    /** Of the oldest, when one is sought that idles. */
    private static final int MOST_LOOKED_AT = 64;

    private final Loop loop;
    private final Limits limits;
    private final boolean http10;
    private final boolean keepsSpellings;
    private final Http2 http2;
    private final ArrayDeque<RequestReader> readers = new ArrayDeque<>();
    private final Set<ServerConnection> open = new LinkedHashSet<>();
    private boolean draining;
    private volatile long refused;
    private volatile long evicted;

    /** Who takes a connection over that turns out to speak HTTP/2. */
    @FunctionalInterface
    public interface Http2 {
        /** Its handler, which is given what follows the preface. */
        ChannelHandler accept(StreamAcceptor acceptor);
    }

    /** @param keepsSpellings whether names go on in the letter case they came in */
    public ServerConnections(Loop loop, Limits limits, boolean http10, boolean keepsSpellings, Http2 http2) {
        this.loop = loop;
        this.limits = limits;
        this.http10 = http10;
        this.keepsSpellings = keepsSpellings;
        this.http2 = http2;
    }

    /** The handler of a connection that was accepted on this loop. */
    public ChannelHandler accept(StreamAcceptor acceptor) {
        return new ServerConnection(this, acceptor, false);
    }

    /** The same, over TLS. */
    public ChannelHandler acceptSecure(StreamAcceptor acceptor) {
        return new ServerConnection(this, acceptor, true);
    }

    /**
     * Whether there is room for one more. A client that keeps a connection and asks nothing makes room for one that comes.
     *
     * @param others connections of the loop that are not ours
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // this loop alone writes them
    public boolean makeRoom(int others) {
        if (open.size() + others < limits.maxConnectionsPerLoop()) {
            return true;
        }
        int looked = 0;
        for (ServerConnection oldest : open) {
            if (oldest.idle()) {
                oldest.closeIfIdle();
                evicted++;
                return true;
            }
            if (++looked == MOST_LOOKED_AT) {
                break;
            }
        }
        refused++;
        return false;
    }

    /** Connections for which there was no room. */
    public long refused() {
        return refused;
    }

    /** Idle connections that made room. */
    public long evicted() {
        return evicted;
    }

    /** From now on each answer is the last of its connection. Idle ones stay: their next request may be on its way. */
    public void retire() {
        draining = true;
    }

    /** Closes those that idle; the others when their exchange is over. */
    public void drain() {
        retire();
        Set.copyOf(open).forEach(ServerConnection::closeIfIdle);
    }

    /** Closes what is left; returns how many exchanges were cut short. */
    public int abort() {
        Set<ServerConnection> left = Set.copyOf(open);
        int busy = (int) left.stream().filter(ServerConnection::busy).count();
        left.forEach(ServerConnection::abort);
        return busy;
    }

    /** Exchanges under way. */
    public int busy() {
        return (int) open.stream().filter(ServerConnection::busy).count();
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

    Http2 http2() {
        return http2;
    }

    boolean draining() {
        return draining;
    }

    void opened(ServerConnection connection) {
        open.add(connection);
    }

    void closed(ServerConnection connection) {
        open.remove(connection);
    }

    RequestReader takeReader() {
        RequestReader reader = readers.pollLast();
        return reader == null ? makeReader() : reader;
    }

    private RequestReader makeReader() {
        RequestReader made = new RequestReader(limits, http10);
        if (keepsSpellings) {
            made.head().fields().keepSpellings();
        }
        return made;
    }

    void giveBack(RequestReader reader) {
        reader.clear();
        if (readers.size() < MOST_POOLED_READERS) {
            readers.addLast(reader);
        }
    }
}
