package io.sluice.router.http.h1;

import io.netty.channel.epoll.EpollTcpInfo;
import io.sluice.router.http.Limits;
import io.sluice.router.loop.Loop;
import java.util.ArrayDeque;

/**
 * What the connections that one event loop opens share: response readers, which a connection holds only while a response is
 * under way. Confined to its event loop.
 */
public final class ClientConnections {
    /** State of a connection that neither side has ended (Linux, {@code tcp_info}). */
    static final int ESTABLISHED = 1;

    private static final int MOST_POOLED_READERS = 256;

    private final Loop loop;
    private final Limits limits;
    private final boolean keepsSpellings;
    private final EpollTcpInfo tcpInfo = new EpollTcpInfo();
    private final ArrayDeque<ResponseReader> readers = new ArrayDeque<>();

    /** @param keepsSpellings whether names go on in the letter case they came in */
    public ClientConnections(Loop loop, Limits limits, boolean keepsSpellings) {
        this.loop = loop;
        this.limits = limits;
        this.keepsSpellings = keepsSpellings;
    }

    /** The handler of a connection that is about to be opened on this loop. */
    public ClientConnection open(ClientConnection.Owner owner) {
        return new ClientConnection(this, owner);
    }

    public Loop loop() {
        return loop;
    }

    /** Filled anew by whoever asks. */
    EpollTcpInfo tcpInfo() {
        return tcpInfo;
    }

    ResponseReader takeReader() {
        ResponseReader reader = readers.pollLast();
        return reader == null ? makeReader() : reader;
    }

    private ResponseReader makeReader() {
        ResponseReader made = new ResponseReader(limits);
        if (keepsSpellings) {
            made.head().fields().keepSpellings();
        }
        return made;
    }

    void giveBack(ResponseReader reader) {
        reader.clear();
        if (readers.size() < MOST_POOLED_READERS) {
            readers.addLast(reader);
        }
    }
}
