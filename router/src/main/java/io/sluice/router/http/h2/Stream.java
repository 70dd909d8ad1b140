package io.sluice.router.http.h2;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.h2.flow.ReceiveWindow;
import io.sluice.router.http.h2.flow.SendWindow;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response on an HTTP/2 connection, from either side (RFC 9113 §5.1): two halves that end apart, each with
 * its window. What the peer's window does not admit waits here. Confined to its event loop; reused for another stream of the
 * same loop once it is closed and the turn of the loop is over.
 */
abstract class Stream {
    /** Above it the sender is told to wait, and below again that it may go on. */
    private static final int MOST_WAITING_BYTES = 64 * 1024;

    private static final long UNKNOWN = -1;

    private final SendWindow sendWindow = new SendWindow();
    private final ReceiveWindow receiveWindow = new ReceiveWindow();
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(4);
    private @Nullable HeaderBlock waitingTrailers;
    private @Nullable Connection connection;
    private @Nullable StreamListener<?> listener;
    private int id;

    // What comes from the peer.
    private boolean inputEnded;
    private boolean wanted;
    private int held;
    private long expectedBytes;
    private boolean told;

    // What goes to the peer.
    private int waitingBytes;
    private boolean ending;
    private boolean outputEnded;
    private boolean stalled;

    private boolean closed;

    void begin(Connection connection, int id) {
        this.connection = connection;
        this.id = id;
        sendWindow.start(connection.peer().initialWindowBytes());
        receiveWindow.start(connection.streamWindowBytes(), connection.limits().maxStreamWindowBytes());
        inputEnded = false;
        wanted = true;
        held = 0;
        expectedBytes = UNKNOWN;
        told = false;
        ending = false;
        outputEnded = false;
        stalled = false;
        closed = false;
    }

    // --- what the subclasses know ---

    /** Why the listener's exchange ends when the peer resets the stream. */
    abstract Failure failure(int code);

    /** What the peer is told when the router ends the stream. */
    abstract ErrorCode errorCode(Failure why);

    /** The peer's half has ended, and the listener has heard it. */
    abstract void onInputEnded();

    /** Nothing more will be sent, once what waits is. */
    abstract void onEnding();

    /** All of it has been written. */
    abstract void onOutputEnded();

    /** The stream is closed, and nobody refers to it any more. */
    abstract void recycle();

    // --- what comes from the peer ---

    void listen(@Nullable StreamListener<?> taker) {
        listener = taker;
    }

    /** @param bytes as {@code content-length} said; negative = it said nothing */
    void expect(long bytes) {
        expectedBytes = bytes;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** A head, or trailers, ended the peer's half. */
    void endInput() {
        inputEnded = true;
    }

    /** Whether a body may end, or a piece come, as far as {@code content-length} goes (RFC 9113 §8.1.1). */
    boolean fits(int bytes, boolean last) {
        return expectedBytes < 0 || (last ? bytes == expectedBytes : bytes <= expectedBytes);
    }

    boolean mayReceive(int bytes) {
        return receiveWindow.received(bytes);
    }

    /** Takes ownership of {@code piece}. */
    void onData(ByteBuf piece, boolean last) {
        int bytes = piece.readableBytes();
        if (expectedBytes >= 0) {
            expectedBytes -= bytes;
        }
        inputEnded = last;
        StreamListener<?> taker = listener;
        if (taker == null) {
            piece.release();
        } else if (bytes > 0 || last) {
            touch();
            taker.onData(piece, last);
        } else {
            piece.release();
        }
        if (wanted || closed) {
            credit(bytes);
        } else {
            held += bytes;
            connection().renew(connection().ledger().hold(bytes));
        }
        if (last) {
            inputOver();
        }
    }

    /** After the listener has heard the end. */
    void inputOver() {
        if (!closed) {
            onInputEnded();
            closeIfOver();
        }
    }

    /** Padding, or data that nobody takes: other may come in its place. */
    void credit(int bytes) {
        if (bytes > 0) {
            renewOwn(bytes);
            connection().renew(bytes);
        }
    }

    private void renewOwn(int bytes) {
        int update = inputEnded || closed ? 0 : receiveWindow.consumed(bytes);
        if (update > 0) {
            connection().writer().windowUpdate(id, update);
            connection().flushLater();
        }
    }

    void onTrailers(HeaderBlock trailers) {
        inputEnded = true;
        StreamListener<?> taker = listener;
        if (taker != null) {
            touch();
            taker.onTrailers(trailers);
        }
        inputOver();
    }

    /** The listener is told when all that has arrived is told. */
    void touch() {
        if (!told) {
            told = true;
            connection().touched(this);
        }
    }

    void onReadComplete() {
        told = false;
        StreamListener<?> taker = listener;
        if (taker != null) {
            taker.onReadComplete();
        }
    }

    /** The peer has ended the stream, or its connection is gone. */
    void onReset(Failure why) {
        StreamListener<?> cut = listener;
        close();
        if (cut != null) {
            cut.onReset(why);
        }
    }

    public void read(boolean wanted) {
        this.wanted = wanted;
        if (wanted && held > 0 && !closed) {
            int bytes = held;
            held = 0;
            renewOwn(bytes);
            connection().renew(connection().ledger().release(bytes));
        }
    }

    // --- what goes to the peer ---

    public void sendData(ByteBuf data, boolean last) {
        int bytes = data.readableBytes();
        if (closed || ending || (bytes == 0 && !last)) {
            data.release();
            return;
        }
        if (last) {
            end();
        }
        if (waiting.isEmpty() && bytes <= allowance()) {
            write(data, last);
        } else {
            if (bytes > 0) {
                waiting.add(data);
                waitingBytes += bytes;
            } else {
                data.release();
            }
            connection().waits();
            drain();
        }
    }

    public void sendTrailers(HeaderBlock trailers) {
        if (closed || ending) {
            return;
        }
        end();
        if (waiting.isEmpty()) {
            writeTrailers(trailers);
        } else {
            HeaderBlock copy = new HeaderBlock();
            copy.copy(trailers);
            waitingTrailers = copy;
        }
    }

    /** A head was written. */
    void sent(boolean last) {
        if (last) {
            end();
            endOutput();
        }
    }

    private void end() {
        ending = true;
        onEnding();
    }

    private int allowance() {
        return Math.min(sendWindow.available(), connection().sendWindow().available());
    }

    /** Sends what the windows now admit. */
    void drain() {
        for (ByteBuf first = waiting.peekFirst(); first != null && !closed; first = waiting.peekFirst()) {
            int bytes = Math.min(first.readableBytes(), allowance());
            if (bytes == 0) {
                break;
            }
            boolean whole = bytes == first.readableBytes();
            ByteBuf piece = whole ? waiting.removeFirst() : first.readRetainedSlice(bytes);
            waitingBytes -= bytes;
            write(piece, ending && waiting.isEmpty() && waitingTrailers == null);
        }
        HeaderBlock trailers = waitingTrailers;
        if (waiting.isEmpty() && trailers != null) {
            waitingTrailers = null;
            writeTrailers(trailers);
        }
        tellIfWritable();
    }

    private void write(ByteBuf data, boolean last) {
        int bytes = data.readableBytes();
        sendWindow.sent(bytes);
        connection().sendWindow().sent(bytes);
        connection().writer().data(id, data, last);
        connection().sentData();
        if (last) {
            endOutput();
        }
    }

    private void writeTrailers(HeaderBlock trailers) {
        connection().writer().trailers(id, trailers);
        endOutput();
    }

    private void endOutput() {
        outputEnded = true;
        onOutputEnded();
        closeIfOver();
    }

    boolean ending() {
        return ending;
    }

    boolean outputEnded() {
        return outputEnded;
    }

    SendWindow sendWindow() {
        return sendWindow;
    }

    int waitingBytes() {
        return waitingBytes;
    }

    public void flush() {
        connection().flushLater();
    }

    public boolean writable() {
        stalled = waitingBytes >= MOST_WAITING_BYTES || !connection().channelWritable();
        return !stalled;
    }

    /** The channel, or the window, may take more again. */
    void tellIfWritable() {
        StreamListener<?> taker = listener;
        if (stalled && !closed && taker != null && writable()) {
            taker.onWritable();
        }
    }

    /** One stream of many: the connection goes on. */
    public void retire() {
        // Nothing to say.
    }

    public void reset(Failure why) {
        if (!closed) {
            reset(errorCode(why));
        }
    }

    /** Ends the stream from this side; the listener hears nothing. */
    void reset(ErrorCode code) {
        connection().reset(id, code);
        close();
    }

    // --- the end ---

    private void closeIfOver() {
        if (inputEnded && outputEnded && !closed) {
            close();
        }
    }

    boolean closed() {
        return closed;
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        listener = null;
        for (ByteBuf piece = waiting.pollFirst(); piece != null; piece = waiting.pollFirst()) {
            piece.release();
        }
        waitingBytes = 0;
        waitingTrailers = null;
        connection().renew(connection().ledger().release(held));
        held = 0;
        connection().closed(this);
    }

    int id() {
        return id;
    }

    Connection connection() {
        Connection current = connection;
        if (current == null) {
            throw new IllegalStateException("the stream has not begun");
        }
        return current;
    }
}
