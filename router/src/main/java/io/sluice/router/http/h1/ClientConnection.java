package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import org.jspecify.annotations.Nullable;

/**
 * A connection that we opened to an endpoint: one exchange at a time, then back to its {@link Owner}. It is itself the stream
 * of the exchange that is under way. Bytes that no exchange waits for end it: they cannot be told from the next answer.
 * Confined to its event loop.
 */
public final class ClientConnection extends ChannelInboundHandlerAdapter implements HttpStream<RequestHead> {
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
    private @Nullable String upgrade;

    ClientConnection(ClientConnections connections, Owner owner) {
        this.connections = connections;
        this.owner = owner;
    }

    /** Begins an exchange: the listener is told its response. */
    public HttpStream<RequestHead> open(StreamListener<ResponseHead> listener) {
        this.listener = listener;
        requests++;
        requestEnded = false;
        responseEnded = false;
        headSeen = false;
        interimHeads = 0;
        return this;
    }

    public boolean active() {
        return context != null && context.channel().isActive();
    }

    /** Exchanges begun so far. */
    public int requests() {
        return requests;
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
        ByteBuf left = (ByteBuf) message;
        while (left != null && left.isReadable()) {
            if (listener == null) {
                context.close();
                break;
            }
            left = headSeen ? readBody(left, listener) : readHead(left, listener);
        }
        if (left != null) {
            left.release();
        }
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

    private static boolean endsWithClose(Framing framing) {
        return framing == Framing.UNTIL_CLOSE || framing == Framing.TUNNEL;
    }

    /** A reset by the peer cuts a body that only a close would end: it must not pass for its orderly end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        StreamListener<ResponseHead> cut = listener;
        letGo();
        context.close();
        if (cut != null) {
            cut.onReset(Failure.UPSTREAM_CLOSED);
        }
    }

    // --- reading ---

    private @Nullable ByteBuf readHead(ByteBuf in, StreamListener<ResponseHead> taker) {
        ResponseReader response = reader;
        if (response == null) {
            response = connections.takeReader();
            reader = response;
        }
        return switch (response.readHead(in, toHead)) {
            case MORE -> in;
            case REJECTED -> malformed(in, taker);
            case DONE -> response.head().interim() ? interim(in, response, taker) : finalHead(in, response, taker);
        };
    }

    private ByteBuf malformed(ByteBuf in, StreamListener<ResponseHead> taker) {
        letGo();
        close();
        taker.onReset(Failure.UPSTREAM_MALFORMED);
        return in;
    }

    private ByteBuf interim(ByteBuf in, ResponseReader response, StreamListener<ResponseHead> taker) {
        if (++interimHeads > MOST_INTERIM_HEADS) {
            return malformed(in, taker);
        }
        taker.onHead(response.head(), false);
        response.clear();
        return in;
    }

    private ByteBuf finalHead(ByteBuf in, ResponseReader response, StreamListener<ResponseHead> taker) {
        ResponseHead head = response.head();
        // A 101 that nobody asked for would make a tunnel of a connection whose client still speaks HTTP.
        if (head.status() == 101 && upgrade == null) {
            return malformed(in, taker);
        }
        headSeen = true;
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
        return in;
    }

    private @Nullable ByteBuf readBody(ByteBuf in, StreamListener<ResponseHead> taker) {
        ResponseReader response = reader;
        if (response == null) {
            return in;
        }
        BodyReader body = response.body();
        return switch (body.next(in)) {
            case MORE -> in;
            case MALFORMED -> malformed(in, taker);
            case END -> {
                end(response, in.isReadable());
                taker.onData(Unpooled.EMPTY_BUFFER, true);
                connections.giveBack(response);
                yield in;
            }
            case PIECE -> {
                int bytes = body.pieceLength();
                boolean whole = bytes == in.readableBytes();
                ByteBuf piece = whole ? in : in.readRetainedSlice(bytes);
                body.took(bytes);
                boolean last = body.ended();
                if (last) {
                    end(response, !whole);
                }
                taker.onData(piece, last);
                if (last) {
                    connections.giveBack(response);
                }
                yield whole ? null : in;
            }
        };
    }

    private void end(ResponseReader response, boolean surplus) {
        responseEnded = true;
        detach(surplus || !response.head().keepAlive());
    }

    /** The exchange is over on our side; the reader stays with the caller until the listener has seen the end. */
    private void detach(boolean close) {
        listener = null;
        reader = null;
        if (close || !requestEnded || !active()) {
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
    }

    @Override
    public void flush() {
        out().flush();
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
    public void reset(Failure why) {
        if (!responseEnded) {
            letGo();
            close();
        }
    }
}
