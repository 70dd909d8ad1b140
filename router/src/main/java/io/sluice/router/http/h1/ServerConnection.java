package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.StreamListener;
import io.sluice.router.loop.LoopTimer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a client opened: requests one after another, each with its response, in order. It is itself the stream
 * of the exchange that is under way; bytes of a pipelined request wait until that one is over. Confined to its event loop.
 */
final class ServerConnection extends ChannelInboundHandlerAdapter implements HttpStream<ResponseHead> {
    /** Of pipelined requests; above it the client is not read. */
    private static final int MOST_WAITING_BYTES = 64 * 1024;

    /** How long a client may take to see our answer and close, when we will not read what it still sends. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private enum State {
        /** Waits for a request, or reads its head. */
        HEAD,
        /** An exchange is under way. */
        EXCHANGE,
        /** Nothing more is read; what was sent is on its way out. */
        CLOSING
    }

    private final ServerConnections connections;
    private final StreamAcceptor acceptor;
    private final Timer timer = new Timer();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Outbound out;
    private State state = State.HEAD;
    private @Nullable RequestReader reader;
    private @Nullable StreamListener<RequestHead> listener;
    private @Nullable ByteBuf waiting;
    private boolean reading;
    private boolean requestEnded;
    private boolean keepAlive;
    private boolean wanted = true;
    private long idleSinceNanos;

    ServerConnection(ServerConnections connections, StreamAcceptor acceptor) {
        this.connections = connections;
        this.acceptor = acceptor;
    }

    // --- the channel ---

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        out = new Outbound(context, connections.loop().writeBuffers());
        connections.opened(this);
        becomeIdle();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (state == State.CLOSING) {
            in.release();
        } else if (waiting != null) {
            keepWaiting(in);
        } else {
            read(in);
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
        connections.closed(this);
        connections.loop().timers().cancel(timer);
        StreamListener<RequestHead> cut = listener;
        letGo();
        state = State.CLOSING;
        if (cut != null) {
            cut.onReset(Failure.CLIENT_GONE);
        }
    }

    /** A reset by the peer, or a write to a connection that is gone: the channel closes, and that ends the exchange. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    // --- reading ---

    /** Takes ownership of {@code in}. */
    private void read(ByteBuf in) {
        reading = true;
        ByteBuf left = in;
        while (left != null && left.isReadable()) {
            left = switch (state) {
                case HEAD -> readHead(left);
                case EXCHANGE -> requestEnded ? keep(left) : readBody(left);
                case CLOSING -> drop(left);
            };
        }
        reading = false;
        if (left != null) {
            left.release();
        }
    }

    private static @Nullable ByteBuf drop(ByteBuf in) {
        in.release();
        return null;
    }

    private ByteBuf readHead(ByteBuf in) {
        RequestReader request = reader;
        if (request == null) {
            request = connections.takeReader();
            reader = request;
        }
        switch (request.readHead(in)) {
            case MORE -> awaitHead();
            case DONE -> begin(request);
            case REJECTED -> {
                Failure why = request.failure();
                refuse(why == null ? Failure.MALFORMED_REQUEST : why);
            }
        }
        return in;
    }

    private void awaitHead() {
        if (!timer.head) {
            timer.head = true;
            connections
                    .loop()
                    .timers()
                    .arm(timer, connections.limits().requestHeadTimeout().toNanos());
        }
    }

    private void begin(RequestReader request) {
        if (timer.head) {
            timer.head = false;
            connections.loop().timers().cancel(timer);
        }
        state = State.EXCHANGE;
        requestEnded = request.body().ended();
        keepAlive = request.keepAlive() && !connections.draining();
        StreamListener<RequestHead> taker = acceptor.accept(this);
        listener = taker;
        taker.onHead(request.head(), requestEnded);
    }

    private void refuse(Failure why) {
        state = State.EXCHANGE;
        requestEnded = false;
        keepAlive = false;
        acceptor.reject(this, why);
    }

    private @Nullable ByteBuf readBody(ByteBuf in) {
        StreamListener<RequestHead> taker = listener;
        RequestReader request = reader;
        if (taker == null || request == null) {
            return drop(in);
        }
        BodyReader body = request.body();
        return switch (body.next(in)) {
            case MORE -> in;
            case END -> {
                requestEnded = true;
                taker.onData(io.netty.buffer.Unpooled.EMPTY_BUFFER, true);
                yield in;
            }
            case MALFORMED -> {
                keepAlive = false;
                letGo();
                taker.onReset(Failure.MALFORMED_REQUEST);
                yield in;
            }
            case PIECE -> {
                int bytes = body.pieceLength();
                boolean whole = bytes == in.readableBytes();
                ByteBuf piece = whole ? in : in.readRetainedSlice(bytes);
                body.took(bytes);
                requestEnded = body.ended();
                taker.onData(piece, requestEnded);
                yield whole ? null : in;
            }
        };
    }

    /** Bytes behind the request that is under way: the next one, which waits for its turn. */
    private @Nullable ByteBuf keep(ByteBuf in) {
        keepWaiting(in);
        return null;
    }

    private void keepWaiting(ByteBuf in) {
        ByteBuf kept = waiting;
        if (kept == null) {
            kept = alloc(in.readableBytes());
            waiting = kept;
        }
        kept.writeBytes(in);
        in.release();
        readIfWanted();
    }

    private ByteBuf alloc(int bytes) {
        return requireContext().alloc().directBuffer(bytes);
    }

    private ChannelHandlerContext requireContext() {
        ChannelHandlerContext current = context;
        if (current == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return current;
    }

    private Outbound out() {
        Outbound current = out;
        if (current == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return current;
    }

    private void readIfWanted() {
        ByteBuf kept = waiting;
        boolean room = kept == null || kept.readableBytes() < MOST_WAITING_BYTES;
        requireContext().channel().config().setAutoRead(wanted && room);
    }

    // --- writing ---

    @Override
    public void sendHead(ResponseHead head, boolean last) {
        Outbound target = out();
        if (head.interim()) {
            target.response(StatusLine.of(head.status()), head.fields(), Framing.NONE, Outbound.ConnectionField.NONE);
            target.flush();
            return;
        }
        // What the client still sends of an unfinished request is not read any more, so it cannot be told from the next
        // one.
        keepAlive &= requestEnded && !connections.draining();
        boolean http11 = reader == null || reader.head().minorVersion() == 1;
        target.response(
                StatusLine.of(head.status()),
                head.fields(),
                outgoing(head.framing(), http11),
                connection(head, http11));
        if (last) {
            responseEnded();
        }
    }

    /** A body whose end only a close tells arrives in chunks (istio-recorded.md §13), but for HTTP/1.0. */
    private Framing outgoing(Framing framing, boolean http11) {
        return switch (framing) {
            case NONE, LENGTH, TUNNEL -> framing;
            case CHUNKED, UNTIL_CLOSE -> {
                keepAlive &= http11;
                yield http11 ? Framing.CHUNKED : Framing.UNTIL_CLOSE;
            }
        };
    }

    private Outbound.ConnectionField connection(ResponseHead head, boolean http11) {
        if (head.framing() == Framing.TUNNEL) {
            keepAlive = false;
            startTunnel();
            return Outbound.ConnectionField.WEBSOCKET;
        }
        if (!keepAlive) {
            return Outbound.ConnectionField.CLOSE;
        }
        return http11 ? Outbound.ConnectionField.NONE : Outbound.ConnectionField.KEEP_ALIVE;
    }

    private void startTunnel() {
        requestEnded = false;
        if (reader != null) {
            reader.body().start(Framing.TUNNEL, 0);
        }
        ByteBuf early = waiting;
        if (early != null && !reading) {
            waiting = null;
            read(early);
        }
    }

    @Override
    public void sendData(ByteBuf data, boolean last) {
        out().data(data, last);
        if (last) {
            responseEnded();
        }
    }

    @Override
    public void flush() {
        if (state != State.CLOSING) {
            out().flush();
        }
    }

    @Override
    public boolean writable() {
        return requireContext().channel().isWritable();
    }

    @Override
    public void read(boolean wanted) {
        this.wanted = wanted;
        readIfWanted();
    }

    @Override
    public void reset(Failure why) {
        letGo();
        state = State.CLOSING;
        out().discard();
        requireContext().close();
    }

    private void responseEnded() {
        if (keepAlive && requestEnded) {
            letGo();
            state = State.HEAD;
            becomeIdle();
            if (!wanted) {
                read(true);
            }
            takeWaiting();
        } else {
            close();
        }
    }

    private void takeWaiting() {
        ByteBuf next = waiting;
        if (next != null && !reading) {
            // Not from within the exchange that has just ended: it has yet to finish.
            requireContext().executor().execute(this::readWaiting);
        }
    }

    private void readWaiting() {
        ByteBuf next = waiting;
        if (next != null && state == State.HEAD) {
            out().flush();
            waiting = null;
            readIfWanted();
            read(next);
            if (listener != null) {
                listener.onReadComplete();
            }
        }
    }

    /** An unread request would turn our close into a reset that can overtake the answer: so the client closes first (RFC 9112 §9.6). */
    private void close() {
        boolean unread = !requestEnded;
        letGo();
        state = State.CLOSING;
        ChannelHandlerContext current = requireContext();
        if (!unread) {
            out().flushAndClose();
            return;
        }
        out().flush();
        current.channel().config().setAutoRead(true);
        connections.loop().timers().arm(timer, LINGER_NANOS);
        if (current.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    /** Forgets the exchange, and gives back what it held. */
    private void letGo() {
        listener = null;
        RequestReader request = reader;
        if (request != null) {
            reader = null;
            connections.giveBack(request);
        }
        if (state == State.CLOSING && waiting != null) {
            ReferenceCountUtil.release(waiting);
            waiting = null;
        }
    }

    // --- between exchanges ---

    private void becomeIdle() {
        idleSinceNanos = System.nanoTime();
        if (!timer.armed()) {
            timer.head = false;
            connections
                    .loop()
                    .timers()
                    .arm(timer, connections.limits().clientIdleTimeout().toNanos());
        }
    }

    boolean busy() {
        return state == State.EXCHANGE;
    }

    void closeIfIdle() {
        keepAlive = false;
        if (state == State.HEAD && reader == null) {
            state = State.CLOSING;
            out().flushAndClose();
        }
    }

    void abort() {
        StreamListener<RequestHead> cut = listener;
        reset(Failure.SHUTTING_DOWN);
        if (cut != null) {
            cut.onReset(Failure.CLIENT_GONE);
        }
    }

    /** One timer for three waits that never overlap: for a request, for the rest of a head, for the client to close. */
    private final class Timer extends LoopTimer {
        private boolean head;

        @Override
        protected void expired() {
            switch (state) {
                case CLOSING -> requireContext().close();
                case EXCHANGE -> becomeIdle();
                case HEAD -> headOrIdleExpired();
            }
        }

        private void headOrIdleExpired() {
            if (head) {
                head = false;
                refuse(Failure.REQUEST_TIMEOUT);
                return;
            }
            long rest = connections.limits().clientIdleTimeout().toNanos() - (System.nanoTime() - idleSinceNanos);
            if (rest > 0) {
                connections.loop().timers().arm(this, rest);
            } else {
                closeIfIdle();
            }
        }
    }
}
