package io.sluice.router.http.h2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelOutputShutdownEvent;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Http2Limits;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h2.Watch.Wait;
import io.sluice.router.http.h2.flow.HeldLedger;
import io.sluice.router.http.h2.flow.ReceiveWindow;
import io.sluice.router.http.h2.flow.SendWindow;
import io.sluice.router.http.h2.hpack.HpackDecoder;
import io.sluice.router.http.h2.hpack.HpackEncoder;
import io.sluice.router.loop.GatheredWriter;
import io.sluice.router.loop.HalfClose;
import io.sluice.router.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 connection, from either side: its streams, its windows, its tables, and how it ends. What frames mean is in {@link
 * ConnectionFrames}, which reads them for it. Confined to its event loop.
 */
abstract class Connection extends ChannelInboundHandlerAdapter {
    /** How long a peer may take to see our last frame and close. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private enum State {
        OPEN,
        /** Nothing more is read; what was sent is on its way out. */
        CLOSING,
        CLOSED
    }

    private final Loop loop;
    private final Limits limits;
    private final TurnEnd turnEnd;
    private final Settings peer = new Settings();
    private final StreamTable streams = new StreamTable();
    private final SendWindow sendWindow = new SendWindow();
    private final ReceiveWindow receiveWindow = new ReceiveWindow();
    private final HeldLedger ledger;
    private final ResetMemory resets = new ResetMemory();
    private final FloodGuard guard;
    private final Watch watch;
    private final FrameReader reader;
    private final ConnectionFrames frames;
    private final HpackDecoder decoder;
    private final List<Stream> touched = new ArrayList<>();
    private State state = State.OPEN;
    private @Nullable ChannelHandlerContext context;
    private @Nullable FrameWriter writer;
    private boolean started;
    private boolean settingsKnown;
    private boolean flushPending;
    private int queuedControls;

    Connection(Loop loop, Limits limits, TurnEnd turnEnd) {
        this.loop = loop;
        this.limits = limits;
        this.turnEnd = turnEnd;
        Http2Limits http2 = limits.http2();
        ledger = new HeldLedger(http2.maxHeldBytes());
        guard = new FloodGuard(http2);
        watch = new Watch(loop.timers(), this);
        frames = new ConnectionFrames(this, limits);
        reader = new FrameReader(frames, loop.writeBuffers());
        decoder = new HpackDecoder(Settings.DEFAULT_TABLE_BYTES, limits.maxHeadBytes(), limits.maxHeaders());
    }

    // --- what the two sides differ in ---

    /** The first bytes: the preface, if we opened the connection, and our SETTINGS. */
    abstract void greet(FrameWriter writer);

    /** A header block is whole. Borrows the array. */
    abstract void onHeaders(int stream, boolean last, byte[] block, int start, int end);

    /** Whether the stream has never been used. */
    abstract boolean isIdle(int stream);

    abstract void onGoAway(int lastStream);

    /** The peer's settings have changed. */
    abstract void onSettings();

    abstract void onPingAck();

    abstract void onStreamClosed(Stream stream);

    /** A deadline of {@link Watch} has passed that both sides do not treat alike. */
    abstract void onOwnDeadline(Wait wait);

    /** The last stream of the peer's that was, or might have been, acted on. */
    abstract int lastPeerStream();

    /** Why streams end when the connection has failed. */
    abstract Failure lost(boolean byPeersFault);

    abstract void onGone();

    /** Takes no more streams, as soon as the peer can know, and ends once those under way are over. */
    abstract void leave();

    // --- the channel ---

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.context = context;
        int tableBytes = http2().encoderTableBytes();
        GatheredWriter out = new GatheredWriter(context, loop.writeBuffers());
        writer = new FrameWriter(out, new HpackEncoder(tableBytes), peer);
        sendWindow.start(Settings.DEFAULT_WINDOW_BYTES);
        if (context.channel().isActive()) {
            start();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        start();
    }

    /** Whoever waits for a connection may use it before the channel tells its handler that it is there. */
    final void start() {
        if (started) {
            return;
        }
        started = true;
        int window = Math.max(http2().connectionWindowBytes(), Settings.DEFAULT_WINDOW_BYTES);
        receiveWindow.start(window, window);
        greet(writer());
        if (window > Settings.DEFAULT_WINDOW_BYTES) {
            writer().windowUpdate(0, window - Settings.DEFAULT_WINDOW_BYTES);
        }
        flushLater();
        watch.start(Wait.SETTINGS_ACK, http2().settingsAckTimeout());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reader.read((ByteBuf) message);
        if (!frames.awaitsFields() && !reader.awaitsFields()) {
            watch.stop(Wait.FIELDS);
        } else if (!watch.awaits(Wait.FIELDS)) {
            watch.start(Wait.FIELDS, limits.requestHeadTimeout());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).onReadComplete();
        }
        touched.clear();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!context.channel().isWritable()) {
            return;
        }
        queuedControls = 0;
        for (Stream stream : streams.all()) {
            stream.tellIfWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean first = state != State.CLOSED;
        state = State.CLOSED;
        watch.stopAll();
        writer().discard();
        cut(lost(false));
        if (first) {
            onGone();
        }
    }

    /** Half a connection is none: no frame can answer another. Our own half closes first where we end it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || (event instanceof ChannelOutputShutdownEvent && state == State.OPEN)) {
            context.close();
        }
    }

    /** A reset by the peer, or a write to a connection that is gone: the channel closes, and that ends the streams. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    // --- streams ---

    void opened(Stream stream) {
        streams.put(stream);
        guard.opened();
        watch.stop(Wait.IDLE);
    }

    void closed(Stream stream) {
        streams.remove(stream.id());
        turnEnd.retire(stream);
        onStreamClosed(stream);
    }

    void touched(Stream stream) {
        touched.add(stream);
    }

    /** Tells the peer that a stream of its, or to it, is over. */
    void reset(int stream, ErrorCode code) {
        if (state == State.OPEN) {
            resets.add(stream);
            writer().reset(stream, code);
            controlSent();
        }
    }

    /** The peer has done what a stream may not: the stream is over, and this counts. */
    void fail(int id, ErrorCode code) {
        Stream stream = streams.get(id);
        reset(id, code);
        if (stream != null) {
            stream.onReset(lost(true));
        }
        if (guard.reset()) {
            fail(ErrorCode.ENHANCE_YOUR_CALM);
        }
    }

    // --- flow control ---

    /** So many bytes of the connection's window are free again. */
    void renew(int bytes) {
        if (bytes > 0 && state == State.OPEN) {
            int update = receiveWindow.consumed(bytes);
            if (update > 0) {
                writer().windowUpdate(0, update);
                flushLater();
            }
        }
    }

    /** Something waits for the peer's window. */
    void waits() {
        if (!watch.awaits(Wait.WRITE)) {
            watch.start(Wait.WRITE, http2().writeStallTimeout());
        }
    }

    void sentData() {
        guard.dataSent();
        watch.stop(Wait.WRITE);
    }

    void sentAnswer() {
        guard.answered();
    }

    /** A window has grown: those that wait may send, in turn. */
    void drain() {
        if (streams.size() == 0) {
            return;
        }
        boolean waiting = false;
        for (Stream stream : streams.all()) {
            stream.drain();
            waiting |= stream.waitingBytes() > 0;
        }
        if (waiting) {
            waits();
        }
        flushLater();
    }

    // --- writing ---

    /** Bounds what is queued for a peer that makes us answer and does not take the answers. */
    void controlSent() {
        flushLater();
        if (!channelWritable() && ++queuedControls > http2().maxQueuedControlFrames()) {
            requireContext().close();
        }
    }

    void flushLater() {
        if (!flushPending) {
            flushPending = true;
            turnEnd.flush(this);
        }
    }

    void flushNow() {
        flushPending = false;
        if (state == State.OPEN) {
            writer().flush();
        }
    }

    boolean channelWritable() {
        return requireContext().channel().isWritable();
    }

    // --- the end ---

    void onDeadline(Wait wait) {
        switch (wait) {
            case SETTINGS_ACK -> fail(ErrorCode.SETTINGS_TIMEOUT);
            case FIELDS, WRITE -> fail(ErrorCode.ENHANCE_YOUR_CALM);
            case CLOSE -> requireContext().close();
            case IDLE, AGE, DRAIN -> onOwnDeadline(wait);
        }
    }

    /** The peer has done what a connection may not. */
    void fail(ErrorCode code) {
        end(code, lost(true));
    }

    /** Nothing more is to be done here. */
    void finish() {
        end(ErrorCode.NO_ERROR, lost(false));
    }

    /** An unread byte would turn our close into a reset that can overtake GOAWAY: so the peer closes first, or our patience ends. */
    private void end(ErrorCode code, Failure why) {
        if (state != State.OPEN) {
            return;
        }
        writer().goAway(lastPeerStream(), code);
        writer().flush();
        state = State.CLOSING;
        cut(why);
        watch.stopAll();
        watch.start(Wait.CLOSE, LINGER);
        HalfClose.output(requireContext());
    }

    private void cut(Failure why) {
        for (Stream stream : streams.all()) {
            stream.onReset(why);
        }
    }

    void abort() {
        requireContext().close();
    }

    // --- what others may see ---

    boolean isOpen() {
        return state == State.OPEN;
    }

    int streamWindowBytes() {
        // Until the peer has seen our SETTINGS it may take the window for the RFC's.
        return settingsKnown
                ? http2().streamWindowBytes()
                : Math.max(http2().streamWindowBytes(), Settings.DEFAULT_WINDOW_BYTES);
    }

    void onSettingsAck() {
        settingsKnown = true;
        watch.stop(Wait.SETTINGS_ACK);
    }

    Limits allLimits() {
        return limits;
    }

    Http2Limits limits() {
        return limits.http2();
    }

    private Http2Limits http2() {
        return limits.http2();
    }

    Loop loop() {
        return loop;
    }

    Settings peer() {
        return peer;
    }

    StreamTable streams() {
        return streams;
    }

    SendWindow sendWindow() {
        return sendWindow;
    }

    ReceiveWindow receiveWindow() {
        return receiveWindow;
    }

    HeldLedger ledger() {
        return ledger;
    }

    ResetMemory resets() {
        return resets;
    }

    FloodGuard guard() {
        return guard;
    }

    Watch watch() {
        return watch;
    }

    HpackDecoder decoder() {
        return decoder;
    }

    FrameWriter writer() {
        FrameWriter current = writer;
        if (current == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return current;
    }

    private ChannelHandlerContext requireContext() {
        ChannelHandlerContext current = context;
        if (current == null) {
            throw new IllegalStateException("not in a pipeline");
        }
        return current;
    }
}
