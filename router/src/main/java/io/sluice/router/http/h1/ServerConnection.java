package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.StreamListener;
import io.sluice.router.loop.HalfClose;
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

    /** How long a client may take to close after our last word; what it still sends is read and dropped. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long a client may leave our last word unread without taking a byte of it. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(30);

    private enum State {
        /** Nothing has come yet, or no more than the preface of HTTP/2 begins with (RFC 9113 §3.4). */
        FRESH,
        /** Waits for a request, or reads its head. */
        HEAD,
        /** An exchange is under way. */
        EXCHANGE,
        /** Nothing more is read; what was sent is on its way out. */
        CLOSING
    }

    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[] PREFACE = Ascii.bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private final ServerConnections connections;
    private final StreamAcceptor acceptor;
    private final boolean secure;
    private final Timer timer = new Timer();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Outbound out;
    private State state = State.FRESH;
    private @Nullable RequestReader reader;
    private @Nullable StreamListener<RequestHead> listener;
    private @Nullable ByteBuf waiting;

    /** What is being read right now: whoever takes it over clears this. */
    private @Nullable ByteBuf inHand;

    private boolean reading;
    private boolean requestEnded;

    /** The client has sent its FIN. */
    private boolean inputEnded;

    private boolean keepAlive;
    private boolean wanted = true;
    private long idleSinceNanos;
    private int prefaceBytes;

    /** @param secure whether it speaks over TLS */
    ServerConnection(ServerConnections connections, StreamAcceptor acceptor, boolean secure) {
        this.connections = connections;
        this.acceptor = acceptor;
        this.secure = secure;
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
        if (!context.channel().isWritable()) {
            return;
        }
        if (listener != null) {
            listener.onWritable();
        } else {
            takeWaiting();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.closed(this);
        connections.loop().timers().cancel(timer);
        cut();
        end();
    }

    /** Before the request is let go: who tells of it still needs its head. */
    private void cut() {
        StreamListener<RequestHead> cut = listener;
        listener = null;
        if (cut != null) {
            cut.onReset(Failure.CLIENT_GONE);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded();
        }
    }

    /** A FIN says that the client is gone (ADR 24): what it asked for is given up, what it has been answered still goes out. */
    private void inputEnded() {
        inputEnded = true;
        switch (state) {
            case FRESH, HEAD -> close();
            case EXCHANGE -> inputEndedInExchange();
            case CLOSING -> {
                if (timer.lingers) {
                    requireContext().close();
                }
            }
        }
    }

    private void inputEndedInExchange() {
        StreamListener<RequestHead> taker = listener;
        if (taker == null || !inTunnel()) {
            requireContext().close();
        } else if (!requestEnded) {
            requestEnded = true;
            taker.onData(Unpooled.EMPTY_BUFFER, true);
        }
    }

    private boolean inTunnel() {
        return reader != null && reader.body().framing() == Framing.TUNNEL;
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
        inHand = in;
        try {
            while (inHand != null && inHand.isReadable()) {
                switch (state) {
                    case FRESH -> sniff(inHand);
                    case HEAD -> {
                        if (mayBegin()) {
                            readHead(inHand);
                        } else {
                            keepWaiting(takeInHand(inHand));
                        }
                    }
                    case EXCHANGE -> {
                        if (requestEnded) {
                            keepWaiting(takeInHand(inHand));
                        } else {
                            readBody(inHand);
                        }
                    }
                    case CLOSING -> takeInHand(inHand).release();
                }
            }
        } finally {
            reading = false;
            ByteBuf left = inHand;
            inHand = null;
            if (left != null) {
                left.release();
            }
        }
    }

    /** Skips what is the preface of HTTP/2, and hands the connection over when all of it has come. */
    private void sniff(ByteBuf in) {
        int before = prefaceBytes;
        while (prefaceBytes < PREFACE.length
                && in.isReadable()
                && in.getByte(in.readerIndex()) == PREFACE[prefaceBytes]) {
            in.skipBytes(1);
            prefaceBytes++;
        }
        if (prefaceBytes == PREFACE.length) {
            becomeHttp2(takeInHand(in));
        } else if (!in.isReadable()) {
            awaitHead();
        } else {
            state = State.HEAD;
            becomeHttp1(in, before);
        }
    }

    /** HTTP/1.1 after all: what was taken for a preface is the beginning of its first line. */
    private void becomeHttp1(ByteBuf in, int before) {
        if (before == 0) {
            in.readerIndex(in.readerIndex() - prefaceBytes);
        } else {
            ByteBuf all = alloc(prefaceBytes + in.readableBytes());
            all.writeBytes(PREFACE, 0, prefaceBytes).writeBytes(in);
            takeInHand(in).release();
            inHand = all;
        }
    }

    private void becomeHttp2(ByteBuf rest) {
        ChannelHandlerContext current = requireContext();
        state = State.CLOSING;
        current.pipeline().replace(this, null, connections.http2().accept(acceptor));
        current.fireChannelRead(rest);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        connections.closed(this);
        connections.loop().timers().cancel(timer);
    }

    /** Who asks for more answers than it reads waits: its next request is not begun while the last answers are unread. */
    private boolean mayBegin() {
        return writable();
    }

    private ByteBuf takeInHand(ByteBuf in) {
        inHand = null;
        return in;
    }

    private void readHead(ByteBuf in) {
        RequestReader request = reader;
        if (request == null) {
            request = connections.takeReader();
            request.secure(secure);
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
        keepAlive = request.keepAlive();
        StreamListener<RequestHead> taker = acceptor.accept(this);
        listener = taker;
        taker.onHead(request.head(), requestEnded);
    }

    private void refuse(Failure why) {
        state = State.EXCHANGE;
        requestEnded = false;
        keepAlive = false;
        acceptor.reject(this, null, why);
    }

    private void readBody(ByteBuf in) {
        StreamListener<RequestHead> taker = listener;
        RequestReader request = reader;
        if (taker == null || request == null) {
            takeInHand(in).release();
            return;
        }
        BodyReader body = request.body();
        switch (body.next(in)) {
            case MORE -> {}
            case END -> {
                requestEnded = true;
                taker.onData(Unpooled.EMPTY_BUFFER, true);
            }
            case MALFORMED -> {
                keepAlive = false;
                letGo();
                taker.onReset(Failure.MALFORMED_REQUEST);
            }
            case PIECE -> {
                int bytes = body.pieceLength();
                ByteBuf piece = bytes == in.readableBytes() ? takeInHand(in) : in.readRetainedSlice(bytes);
                body.took(bytes);
                requestEnded = body.ended();
                taker.onData(piece, requestEnded);
            }
        }
    }

    /** Bytes behind the request that is under way: the next one, which waits for its turn. */
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
        boolean http11 = reader == null || reader.head().minorVersion() == 1;
        if (head.interim()) {
            if (!http11) {
                return; // which knows no 1xx (RFC 9110 §15.2)
            }
            target.response(StatusLine.of(head.status()), head.fields(), Framing.NONE, Outbound.ConnectionField.NONE);
            target.flush();
            return;
        }
        // What the client still sends of an unfinished request is not read any more, so it cannot be told from the next
        // one.
        keepAlive &= requestEnded && !connections.draining();
        if (head.framing() == Framing.NONE) {
            sayThatItIsEmpty(head);
        }
        target.response(
                StatusLine.of(head.status()),
                head.fields(),
                outgoing(head.framing(), http11),
                connection(head, http11));
        if (last) {
            target.end();
            responseEnded();
        }
    }

    /** An HTTP/2 endpoint says it by the end of its stream; here a client would wait for a body (RFC 9112 §6.3). */
    private void sayThatItIsEmpty(ResponseHead head) {
        boolean never = head.status() < 200 || head.status() == 204 || head.status() == 304;
        boolean toHead = reader != null && reader.head().methodIs(HEAD);
        if (!never && !toHead && !head.fields().has(FieldName.CONTENT_LENGTH)) {
            head.fields().add(FieldName.CONTENT_LENGTH, 0);
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
            readIfWanted();
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
    public void sendTrailers(HeaderBlock trailers) {
        sendData(Unpooled.EMPTY_BUFFER, true);
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
    public void retire() {
        keepAlive = false;
    }

    @Override
    public void reset(Failure why) {
        end();
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
        if (waiting != null && state == State.HEAD && !reading && mayBegin()) {
            // Not from within the exchange that has just ended: it has yet to finish.
            requireContext().executor().execute(this::readWaiting);
        }
    }

    private void readWaiting() {
        ByteBuf next = waiting;
        if (next != null && state == State.HEAD) {
            out().flush();
            if (!mayBegin()) {
                return;
            }
            waiting = null;
            readIfWanted();
            read(next);
            if (listener != null) {
                listener.onReadComplete();
            }
        }
    }

    /**
     * Says what is left to say, then FIN, and waits for the client to close. A close while bytes are unread, or still on their
     * way, would be a reset, which can overtake our answer (RFC 9112 §9.6).
     */
    private void close() {
        end();
        timer.lingers = false;
        connections.loop().timers().arm(timer, STALLED_NANOS);
        timer.unwritten = Long.MAX_VALUE;
        out().flushAll().addListener(done -> {
            if (done.isSuccess() && !inputEnded) {
                linger();
            } else {
                requireContext().close();
            }
        });
    }

    private void linger() {
        timer.lingers = true;
        connections.loop().timers().arm(timer, LINGER_NANOS);
        requireContext().channel().config().setAutoRead(true);
        HalfClose.output(requireContext());
    }

    /** Begins no other exchange. */
    private void end() {
        letGo();
        state = State.CLOSING;
        if (waiting != null) {
            waiting.release();
            waiting = null;
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

    /** Whether its client has nothing under way, and has begun nothing. */
    boolean idle() {
        return (state == State.HEAD && reader == null) || (state == State.FRESH && prefaceBytes == 0);
    }

    void closeIfIdle() {
        keepAlive = false;
        if (idle()) {
            close();
        }
    }

    void abort() {
        cut();
        reset(Failure.SHUTTING_DOWN);
    }

    /** One timer for waits that never overlap: for a request, for the rest of a head, for the client to read, to close. */
    private final class Timer extends LoopTimer {
        private boolean head;
        private boolean lingers;
        private long unwritten;

        @Override
        protected void expired() {
            switch (state) {
                case CLOSING -> closingExpired();
                case EXCHANGE -> becomeIdle();
                case FRESH, HEAD -> headOrIdleExpired();
            }
        }

        private void closingExpired() {
            long left = out().unwrittenBytes();
            if (lingers || left >= unwritten) {
                requireContext().close();
            } else {
                unwritten = left;
                connections.loop().timers().arm(this, STALLED_NANOS);
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
