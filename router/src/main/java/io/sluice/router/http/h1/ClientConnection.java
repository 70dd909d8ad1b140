package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.DuplexChannel;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.loop.HalfClose;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that we opened to an endpoint: one exchange at a time, then back to its {@link Owner}. It is itself the stream
 * of the exchange that is under way. Bytes that no exchange waits for end it: they cannot be told from the next answer.
 * Confined to its event loop.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter
        implements StreamOpener, HttpStream<RequestHead> {
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final int MOST_INTERIM_HEADS = 10;

    /** Who keeps a connection while nobody uses it. */
    public interface Owner {
        /** The exchange is over, and the connection may serve another. */
        void reusable(ClientConnection connection);

        /** The connection is gone; it was not in use unless its listener was told so. */
        void closed(ClientConnection connection);
    }

    private final ClientConnections connections;
    private final Owner owner;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Outbound out;
    private @Nullable StreamListener<ResponseHead> listener;
    private @Nullable ResponseReader reader;
    private boolean requestEnded;
    private boolean toHead;
    private boolean responseEnded;
    private boolean headSeen;
    private boolean paused;
    private int interimHeads;
    private int requests;
    private int keepAliveSeconds;
    private long idleSinceNanos;
    private long heardLateNanos;

    /** It ended under an exchange that had heard nothing. */
    private boolean cutUnanswered;

    private @Nullable String upgrade;

    /** What is being read right now: whoever takes it over clears this. */
    private @Nullable ByteBuf inHand;

    /** It has served before: its endpoint may have closed it since, and our next bytes may be too late. */
    private boolean used;

    /** Nothing of this exchange has been given to the network yet. */
    private boolean unflushed;

    private boolean retired;

    ClientConnection(ClientConnections connections, Owner owner) {
        this.connections = connections;
        this.owner = owner;
    }

    @Override
    public HttpStream<RequestHead> open(StreamListener<ResponseHead> listener) {
        this.listener = listener;
        requests++;
        requestEnded = false;
        responseEnded = false;
        headSeen = false;
        interimHeads = 0;
        unflushed = true;
        return this;
    }

    public boolean active() {
        return context != null && context.channel().isActive();
    }

    /** Exchanges begun so far. */
    public int requests() {
        return requests;
    }

    /** How long its endpoint keeps it while nothing is asked, as it said last; 0 = it never did. */
    public int keepAliveSeconds() {
        return keepAliveSeconds;
    }

    /**
     * Its owner has it back.
     *
     * @param lateNanos how much earlier its endpoint may have been done with it
     */
    public void idleSince(long nowNanos, long lateNanos) {
        idleSinceNanos = nowNanos - lateNanos;
        heardLateNanos = lateNanos;
    }

    /** At the earliest. */
    public long idleSinceNanos() {
        return idleSinceNanos;
    }

    /** For how long it has idled at least. */
    public long idledNanos(long nowNanos) {
        return nowNanos - idleSinceNanos - heardLateNanos;
    }

    /**
     * Whether its endpoint has closed it, or has heard nothing for so long, though this loop, which may be late, thinks
     * otherwise: the kernel is asked. For one that has idled for a while, never on the way of every request.
     *
     * @param nanos {@link Long#MAX_VALUE} = only whether it has closed it
     */
    public boolean closingAfter(long nanos) {
        if (context == null || !(context.channel() instanceof EpollSocketChannel channel) || !channel.isActive()) {
            return false;
        }
        EpollTcpInfo info = connections.tcpInfo();
        channel.tcpInfo(info);
        return info.state() != ClientConnections.ESTABLISHED
                || info.lastDataRecv() >= TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** Whether it has served before, and ended under an exchange that had heard nothing: as one does that was idle for too long. */
    public boolean cutUnanswered() {
        return cutUnanswered;
    }

    /** Ends a connection that no exchange uses. */
    public void close() {
        if (context != null) {
            context.close();
        }
    }

    // --- the channel ---

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        out = new Outbound(context, connections.loop().writeBuffers());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        inHand = (ByteBuf) message;
        try {
            while (inHand != null && inHand.isReadable()) {
                if (listener == null) {
                    context.close();
                    return;
                }
                if (headSeen) {
                    readBody(inHand, listener);
                } else {
                    readHead(inHand, listener);
                }
            }
        } finally {
            ByteBuf left = inHand;
            inHand = null;
            if (left != null) {
                left.release();
            }
        }
    }

    private ByteBuf takeInHand(ByteBuf in) {
        inHand = null;
        return in;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (listener != null) {
            listener.onReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (listener != null && context.channel().isWritable()) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        StreamListener<ResponseHead> cut = listener;
        ResponseReader response = reader;
        boolean untilClose = headSeen
                && response != null
                && !response.body().ended()
                && endsWithClose(response.body().framing());
        noteCut();
        letGo();
        owner.closed(this);
        if (cut == null) {
            return;
        }
        if (untilClose) {
            cut.onData(Unpooled.EMPTY_BUFFER, true);
            cut.onReadComplete();
        } else {
            cut.onReset(Failure.UPSTREAM_CLOSED);
        }
    }

    private void noteCut() {
        cutUnanswered |= used && listener != null && !headSeen;
    }

    private static boolean endsWithClose(Framing framing) {
        return framing == Framing.UNTIL_CLOSE || framing == Framing.TUNNEL;
    }

    /** A reset by the peer cuts a body that only a close would end: it must not pass for its orderly end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        StreamListener<ResponseHead> cut = listener;
        noteCut();
        letGo();
        context.close();
        if (cut != null) {
            cut.onReset(Failure.UPSTREAM_CLOSED);
        }
    }

    // --- reading ---

    private void readHead(ByteBuf in, StreamListener<ResponseHead> taker) {
        ResponseReader response = reader;
        if (response == null) {
            response = connections.takeReader();
            reader = response;
        }
        switch (response.readHead(in, toHead)) {
            case MORE -> {}
            case REJECTED -> malformed(taker);
            case DONE -> {
                if (response.head().interim()) {
                    interim(response, taker);
                } else {
                    finalHead(in, response, taker);
                }
            }
        }
    }

    private void malformed(StreamListener<ResponseHead> taker) {
        letGo();
        close();
        taker.onReset(Failure.UPSTREAM_MALFORMED);
    }

    private void interim(ResponseReader response, StreamListener<ResponseHead> taker) {
        if (++interimHeads > MOST_INTERIM_HEADS) {
            malformed(taker);
            return;
        }
        taker.onHead(response.head(), false);
        if (reader == response) {
            response.clear();
        }
    }

    private void finalHead(ByteBuf in, ResponseReader response, StreamListener<ResponseHead> taker) {
        ResponseHead head = response.head();
        // A 101 that nobody asked for would make a tunnel of a connection whose client still speaks HTTP.
        if (head.status() == 101 && upgrade == null) {
            malformed(taker);
            return;
        }
        headSeen = true;
        if (head.keepAliveSeconds() > 0) {
            keepAliveSeconds = head.keepAliveSeconds();
        }
        if (head.framing() == Framing.TUNNEL) {
            requestEnded = false;
        }
        boolean last = response.body().ended();
        if (last) {
            responseEnded = true;
            detach(in.isReadable() || !head.keepAlive());
        }
        taker.onHead(head, last);
        if (last) {
            connections.giveBack(response);
        }
    }

    private void readBody(ByteBuf in, StreamListener<ResponseHead> taker) {
        ResponseReader response = reader;
        if (response == null) {
            takeInHand(in).release();
            return;
        }
        BodyReader body = response.body();
        switch (body.next(in)) {
            case MORE -> {}
            case MALFORMED -> malformed(taker);
            case END -> {
                end(response, in.isReadable());
                taker.onData(Unpooled.EMPTY_BUFFER, true);
                connections.giveBack(response);
            }
            case PIECE -> {
                int bytes = body.pieceLength();
                boolean whole = bytes == in.readableBytes();
                ByteBuf piece = whole ? takeInHand(in) : in.readRetainedSlice(bytes);
                body.took(bytes);
                boolean last = body.ended();
                if (last) {
                    end(response, !whole);
                }
                taker.onData(piece, last);
                if (last) {
                    connections.giveBack(response);
                }
            }
        }
    }

    private void end(ResponseReader response, boolean surplus) {
        responseEnded = true;
        detach(surplus || !response.head().keepAlive());
    }

    /** The exchange is over on our side; the reader stays with the caller until the listener has seen the end. */
    private void detach(boolean close) {
        listener = null;
        reader = null;
        used = true;
        if (close || retired || !requestEnded || !outputOpen()) {
            close();
        } else {
            if (paused) {
                read(true);
            }
            owner.reusable(this);
        }
    }

    private void letGo() {
        listener = null;
        ResponseReader response = reader;
        if (response != null) {
            reader = null;
            connections.giveBack(response);
        }
        if (out != null) {
            out.discard();
        }
    }

    // --- writing ---

    private Outbound out() {
        Outbound current = out;
        if (current == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return current;
    }

    @Override
    public void sendHead(RequestHead head, boolean last) {
        toHead = head.methodIs(HEAD);
        upgrade = head.upgrade();
        requestEnded = last;
        Outbound target = out();
        target.request(head);
        if (last) {
            target.end();
        }
    }

    @Override
    public void sendData(ByteBuf data, boolean last) {
        requestEnded |= last;
        out().data(data, last);
        if (last && headSeen && upgrade != null) {
            endTunnel();
        }
    }

    /** The client's side of a tunnel is over; the endpoint's may go on. */
    private void endTunnel() {
        out().flushAll().addListener(done -> {
            if (context != null) {
                HalfClose.output(context);
            }
        });
    }

    /**
     * The first flush on a connection that has served before shows whether its endpoint has reset it since. If the network
     * takes not a byte, the endpoint has not seen the request: it may go elsewhere (reliability.md §5.2, S2).
     */
    @Override
    public void sendTrailers(HeaderBlock trailers) {
        sendData(Unpooled.EMPTY_BUFFER, true);
    }

    @Override
    public void flush() {
        Outbound target = out();
        boolean telling = used && unflushed && target.flushesInOneWrite();
        unflushed = false;
        target.flush();
        if (telling && listener != null && !outputOpen()) {
            StreamListener<ResponseHead> cut = listener;
            noteCut();
            letGo();
            close();
            cut.onReset(Failure.UPSTREAM_STALE);
        }
    }

    private boolean outputOpen() {
        return context != null
                && context.channel().isActive()
                && !(context.channel() instanceof DuplexChannel duplex && duplex.isOutputShutdown());
    }

    @Override
    public boolean writable() {
        return context != null && context.channel().isWritable();
    }

    @Override
    public void read(boolean wanted) {
        paused = !wanted;
        if (context != null) {
            context.channel().config().setAutoRead(wanted);
        }
    }

    @Override
    public void retire() {
        retired = true;
    }

    @Override
    public void reset(Failure why) {
        if (!responseEnded) {
            letGo();
            close();
        }
    }
}
