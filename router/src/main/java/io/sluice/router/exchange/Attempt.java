package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.upstream.StreamPool;
import io.sluice.router.upstream.UpstreamEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tries of one exchange, one at a time: an endpoint is picked, a connection taken or opened, the request sent, and its
 * answer heard. When one fails, {@link Retries} says whether there is another. Confined to its event loop.
 */
final class Attempt implements StreamListener<ResponseHead> {
    private enum State {
        NONE,
        CONNECTING,
        /** The request is being sent, or is sent, and no final head has come. */
        OPEN,
        /** The final head has come and was passed on. */
        RESPONDING,
        /** Waits to be tried again. */
        BACKING_OFF
    }

    private final Exchange exchange;
    private final LoopExchanges exchanges;
    private final RetryTimer timer = new RetryTimer();
    private final List<UpstreamEndpoint> tried = new ArrayList<>();
    private State state = State.NONE;
    private @Nullable UpstreamEndpoint endpoint;
    private @Nullable HttpStream<RequestHead> stream;
    private int number;
    private long startNanos;
    private boolean continued;

    /** The client was sent a 100. */
    private boolean told;

    /** The one try that is not counted was made. */
    private boolean refreshed;

    /** All of the body that was sent is kept. */
    private boolean repeatable = true;

    /** The client is not read: its endpoint, or the connection to it, has to catch up. */
    private boolean paused;

    /** Counts tries, so that a connection that comes too late is known for what it is. */
    private int tries;

    Attempt(Exchange exchange, LoopExchanges exchanges) {
        this.exchange = exchange;
        this.exchanges = exchanges;
    }

    /** Whether this is not the first try, or was not when it failed. */
    boolean retried() {
        return number > 1;
    }

    int number() {
        return number;
    }

    /** Of the last try; null before the first. */
    @Nullable
    UpstreamEndpoint endpoint() {
        return endpoint;
    }

    void start() {
        number++;
        tries++;
        UpstreamEndpoint picked =
                exchange.cluster().pick(exchanges.loop(), exchange.key(), tried.isEmpty() ? null : tried, away());
        if (picked == null) {
            state = State.NONE;
            exchange.failed(Failure.NO_HEALTHY_UPSTREAM);
            return;
        }
        endpoint = picked;
        picked.begun(exchanges.loop());
        startNanos = System.nanoTime();
        StreamPool pool = picked.pool(exchanges.loop(), exchange.head().http2());
        StreamOpener warm = pool.take();
        if (warm != null) {
            open(warm);
        } else {
            state = State.CONNECTING;
            pool.connect(new Connecting(tries));
        }
    }

    /** A policy for other localities leaves one behind with every second try: the third is the first elsewhere. */
    private int away() {
        return exchange.forward().retry().remoteLocalities() ? (number - 1) / 2 : 0;
    }

    /** A connect outlives its try when the client goes or the time is over: then the connection stays with its pool. */
    private final class Connecting implements StreamPool.ConnectListener {
        private final int of;

        Connecting(int of) {
            this.of = of;
        }

        private boolean awaited() {
            return state == State.CONNECTING && tries == of;
        }

        @Override
        public boolean onConnected(StreamOpener connection) {
            if (!awaited()) {
                return false;
            }
            open(connection);
            flush();
            return true;
        }

        @Override
        public void onConnectFailed(Failure why) {
            if (awaited()) {
                fail(why);
            }
        }
    }

    private void open(StreamOpener connection) {
        state = State.OPEN;
        continued = false;
        HttpStream<RequestHead> opened = connection.open(this);
        stream = opened;
        RequestHead head = exchange.head();
        exchanges.forwardedHeaders().forAttempt(exchange, number, remainingMillis());
        ReplayBuffer replay = exchange.replay();
        boolean whole = exchange.requestEnded() && replay.isEmpty();
        opened.sendHead(head, whole);
        if (!replay.isEmpty()) {
            replay.sendTo(opened, exchange.requestEnded());
        }
        if (!Retries.possible(exchange.forward().retry(), number)) {
            replay.clear();
        }
        if (exchange.requestEnded()) {
            awaitAnswer();
        }
        if (paused) {
            paused = false;
            exchange.readRequest(true);
        }
        // A first try on a warm connection is flushed with what else was read; any other has nothing to wait for.
        if (whole || number > 1) {
            opened.flush();
        }
    }

    /** A try's time runs from the complete request on an open connection; until then other limits count. */
    private void awaitAnswer() {
        if (exchange.forward().perTryTimeoutNanos() > 0) {
            exchanges.loop().timers().arm(timer, exchange.forward().perTryTimeoutNanos());
        }
    }

    /** For {@code x-envoy-expected-rq-timeout-ms}; 0 = there is no limit. */
    long remainingMillis() {
        long perTry = exchange.forward().perTryTimeoutNanos();
        long remaining = exchange.remainingNanos();
        long least = perTry > 0 ? Math.min(perTry, remaining) : remaining;
        return least == Long.MAX_VALUE ? 0 : Math.max(1, least / 1_000_000);
    }

    // --- the request's body ---

    /** Takes ownership of {@code data}. */
    void send(ByteBuf data, boolean last) {
        HttpStream<RequestHead> target = stream;
        boolean open = target != null && state != State.CONNECTING;
        if (!open || (state == State.OPEN && Retries.possible(exchange.forward().retry(), number))) {
            exchange.replay().keep(data, !open);
        } else if (data.isReadable()) {
            repeatable = false;
        }
        if (target == null || !open) {
            data.release();
            pauseIfFull();
            return;
        }
        target.sendData(data, last);
        if (last) {
            if (state == State.OPEN) {
                awaitAnswer();
            }
            target.flush();
        } else if (!target.writable()) {
            target.flush();
            if (!target.writable()) {
                paused = true;
                exchange.readRequest(false);
            }
        }
    }

    /** The request ends with these. */
    void send(HeaderBlock trailers) {
        HttpStream<RequestHead> target = stream;
        boolean open = target != null && state != State.CONNECTING;
        if (!open || (state == State.OPEN && Retries.possible(exchange.forward().retry(), number))) {
            exchange.replay().keep(trailers);
        }
        if (target != null && open) {
            target.sendTrailers(trailers);
            target.flush();
        }
    }

    /** While a connection is being opened the body waits here; the client is told to wait before that grows large. */
    private void pauseIfFull() {
        if (!paused && exchange.replay().bytes() > ReplayBuffer.WAITING_BYTES) {
            paused = true;
            exchange.readRequest(false);
        }
    }

    void flush() {
        if (stream != null) {
            stream.flush();
        }
    }

    /** Back-pressure from the client. */
    void read(boolean wanted) {
        if (stream != null) {
            stream.read(wanted);
        }
    }

    // --- the answer ---

    @Override
    public void onHead(ResponseHead head, boolean last) {
        if (head.interim()) {
            // Once the endpoint is at work nothing is sent twice (istio-recorded.md §5).
            continued = true;
            // Several 100 arrive as one (istio-recorded.md §13).
            if (head.status() != 100 || !told) {
                told |= head.status() == 100;
                exchange.interim(head);
            }
            return;
        }
        if (exchange.head().upgrade() != null && head.status() >= 200 && head.status() < 300) {
            // What would follow is no WebSocket, and not what the client asked for either (istio-recorded.md §8).
            end(Failure.UPGRADE_IGNORED, last);
            exchange.reply(Failure.UPGRADE_IGNORED);
            return;
        }
        if (!continued && Retries.wanted(exchange.forward().retry(), head) && mayRetry()) {
            end(Failure.UPSTREAM_CLOSED, last);
            backOff();
            return;
        }
        state = State.RESPONDING;
        exchanges.loop().timers().cancel(timer);
        exchange.replay().clear();
        if (last) {
            end();
        }
        exchange.respond(head, last);
    }

    @Override
    public void onData(ByteBuf data, boolean last) {
        if (state != State.RESPONDING) {
            data.release();
            return;
        }
        if (last) {
            end();
        }
        exchange.respond(data, last);
    }

    @Override
    public void onTrailers(HeaderBlock trailers) {
        if (state == State.RESPONDING) {
            end();
            exchange.respond(trailers);
        }
    }

    @Override
    public void onReadComplete() {
        if (state == State.RESPONDING) {
            exchange.flushResponse();
        }
    }

    @Override
    public void onWritable() {
        paused = false;
        exchange.readRequest(true);
    }

    @Override
    public void onReset(Failure why) {
        stream = null;
        fail(why);
    }

    // --- when it fails ---

    private void fail(Failure why) {
        boolean open = state == State.OPEN || state == State.CONNECTING;
        if (why == Failure.UPSTREAM_STALE
                && open
                && !refreshed
                && repeatable
                && exchange.replay().complete()) {
            // Nobody has seen it: it goes elsewhere at once, and is not counted (reliability.md §5.2, S2).
            end(why, false);
            refreshed = true;
            number--;
            start();
            return;
        }
        boolean again = open && !continued && Retries.wanted(exchange.forward().retry(), why) && mayRetry();
        end(why, false);
        if (again) {
            backOff();
        } else {
            exchange.failed(why);
        }
    }

    private boolean mayRetry() {
        return Retries.possible(exchange.forward().retry(), number)
                && exchange.replay().complete()
                && exchange.remainingNanos() > 0;
    }

    private void backOff() {
        if (exchange.forward().avoidsPreviousHosts() && endpoint != null) {
            tried.add(endpoint);
        }
        state = State.BACKING_OFF;
        exchanges
                .loop()
                .timers()
                .arm(timer, Retries.backoffNanos(exchange.forward().retry(), number, exchange.random()));
    }

    // --- the end of a try ---

    /** The answer is complete: its connection has already gone back to its pool. */
    private void end() {
        stream = null;
        leaveEndpoint();
    }

    private void end(Failure why, boolean answered) {
        HttpStream<RequestHead> left = stream;
        stream = null;
        exchanges.loop().timers().cancel(timer);
        leaveEndpoint();
        state = State.NONE;
        if (left != null && !answered) {
            left.reset(why);
        }
    }

    private void leaveEndpoint() {
        UpstreamEndpoint left = endpoint;
        if (left != null && (state == State.CONNECTING || state == State.OPEN || state == State.RESPONDING)) {
            left.ended(exchanges.loop());
            state = State.NONE;
        }
    }

    /** Nobody waits for it any more. */
    void cancel() {
        end(Failure.CLIENT_GONE, false);
    }

    /** Makes it ready for the next exchange. */
    void close() {
        end(Failure.CLIENT_GONE, false);
        endpoint = null;
        if (!tried.isEmpty()) {
            tried.clear();
        }
        number = 0;
        paused = false;
        continued = false;
        told = false;
        refreshed = false;
        repeatable = true;
    }

    /** Milliseconds from this try's start, for {@code x-envoy-upstream-service-time}. */
    long serviceMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Two waits that never overlap: for this try's time to be over, or for the next try's to come. */
    private final class RetryTimer extends LoopTimer {
        @Override
        protected void expired() {
            if (state == State.BACKING_OFF) {
                start();
            } else {
                fail(Failure.PER_TRY_TIMEOUT);
            }
        }
    }
}
