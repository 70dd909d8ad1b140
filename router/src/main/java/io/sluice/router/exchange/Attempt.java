package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.failure.Failure;
import io.sluice.router.grpc.GrpcReply;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.telemetry.traffic.ExecutorCall;
import io.sluice.router.telemetry.traffic.PredictorMeter;
import io.sluice.router.upstream.ConnectionWaiter;
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
    private static final String NO_FLAGS = "-";

    private enum State {
        NONE,
        /** Waits for a connection: one is being opened, or all that there may be are in use. */
        CONNECTING,
        /** The pod's external authorizer is asked; or its question waits for the body. */
        ASKING,
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
    private final Connecting connecting = new Connecting();
    private final PodEntry entry;
    private final List<UpstreamEndpoint> tried = new ArrayList<>();
    private State state = State.NONE;
    private @Nullable UpstreamEndpoint endpoint;
    private @Nullable StreamPool pool;
    private @Nullable HttpStream<RequestHead> stream;
    private int number;
    private long startNanos;

    // What metrics show of this try.
    private int status;
    private int grpcStatus;
    private long answeredBytes;
    private boolean continued;

    /** The client was sent a 100. */
    private boolean told;

    /** The one try that is not counted was made. */
    private boolean refreshed;

    /** All of the body that was sent is kept. */
    private boolean repeatable = true;

    /** The client is not read: its endpoint, or the connection to it, has to catch up. */
    private boolean paused;

    /** The retry that is under way is one of those that its cluster allows. */
    private boolean retrying;

    /** A connection that comes now is there at once. */
    private boolean asking;

    Attempt(Exchange exchange, LoopExchanges exchanges) {
        this.exchange = exchange;
        this.exchanges = exchanges;
        entry = new PodEntry(this, exchange, exchanges);
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
        UpstreamEndpoint picked =
                exchange.cluster().pick(exchanges.loop(), exchange.key(), tried.isEmpty() ? null : tried, away());
        if (picked == null) {
            state = State.NONE;
            exchange.failed(Failure.NO_HEALTHY_UPSTREAM);
            return;
        }
        endpoint = picked;
        startNanos = System.nanoTime();
        status = 0;
        grpcStatus = -1;
        answeredBytes = 0;
        entry.enter(picked);
    }

    /** The pod lets it in. */
    void connect(UpstreamEndpoint picked) {
        picked.begun(exchanges.loop());
        state = State.CONNECTING;
        StreamPool from = picked.pool(exchanges.loop(), exchange.head());
        pool = from;
        asking = true;
        from.acquire(connecting);
        asking = false;
    }

    /** The pod's external authorizer is asked, which counts against the try's time. */
    void asks() {
        state = State.ASKING;
        if (exchange.requestEnded()) {
            awaitAnswer();
        }
    }

    /** The pod's policies do not let it in: that is the pod's answer, which may be followed by another try. */
    void refused(ResponseHead refusal, byte[] body) {
        state = State.NONE;
        exchanges.loop().timers().cancel(timer);
        entry.grantTo(refusal.fields());
        judge(refusal);
        note(refusal, true);
        count(exchange.endpoint(), NO_FLAGS);
        if (Retries.wanted(exchange.forward().retry(), refusal) && mayRetry()) {
            backOff();
            return;
        }
        exchange.replay().clear();
        endRetry();
        boolean whole = refusal.framing() == Framing.NONE || body.length == 0;
        exchange.respond(refusal, whole);
        if (!whole) {
            exchange.respond(Unpooled.wrappedBuffer(body), true);
        }
    }

    /** A policy for other localities leaves one behind with every second try: the third is the first elsewhere. */
    private int away() {
        return exchange.forward().retry().remoteLocalities() ? (number - 1) / 2 : 0;
    }

    /** A connect outlives its try when the client goes or the time is over: then the connection stays with its pool. */
    private final class Connecting extends ConnectionWaiter {
        @Override
        protected void onConnected(StreamOpener connection) {
            boolean atOnce = asking;
            open(connection);
            if (!atOnce) {
                flush();
            }
        }

        @Override
        protected void onConnectFailed(Failure why) {
            fail(why);
        }
    }

    private void open(StreamOpener connection) {
        state = State.OPEN;
        continued = false;
        if (endpoint != null) {
            endpoint.reached();
        }
        HttpStream<RequestHead> opened = connection.open(this);
        stream = opened;
        RequestHead head = entry.head();
        if (head == null) {
            head = exchange.head();
            exchanges.forwardedHeaders().forAttempt(exchange, number, remainingMillis());
        }
        ReplayBuffer replay = exchange.replay();
        boolean whole = exchange.requestEnded() && replay.isEmpty();
        opened.sendHead(head, whole);
        if (!replay.isEmpty()) {
            replay.sendTo(opened, exchange.requestEnded());
        }
        if (!Retries.possible(exchange.forward().retry(), number)) {
            replay.clear();
        }
        if (exchange.requestEnded() && !timer.armed()) { // it runs already where an authorizer was asked
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
        long remaining = exchange.timeLimits().remainingNanos();
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
            received(last);
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
        } else {
            received(true);
        }
    }

    /** Who is asked of a request may wait for its body. */
    private void received(boolean last) {
        if (entry.waits()) {
            if (last) {
                awaitAnswer();
            }
            entry.received();
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
        entry.grantTo(head.fields());
        judge(head);
        note(head, last);
        if (exchange.head().upgrade() != null && head.status() >= 200 && head.status() < 300) {
            // What would follow is no WebSocket, and not what the client asked for either (istio-recorded.md §8).
            end(Failure.UPGRADE_IGNORED, last);
            exchange.reply(Failure.UPGRADE_IGNORED);
            return;
        }
        if (!continued && Retries.wanted(exchange.forward().retry(), head)) {
            if (mayRetry()) {
                end(Failure.UPSTREAM_CLOSED, last);
                backOff();
                return;
            }
            if (!Retries.possible(exchange.forward().retry(), number)) {
                exchange.outcome().flag("URX");
            }
        }
        state = State.RESPONDING;
        exchanges.loop().timers().cancel(timer);
        exchange.replay().clear();
        endRetry();
        if (last) {
            end();
        }
        exchange.respond(head, last);
    }

    /** Before the answer passes on: whoever has seen it finds the endpoint set aside, if it is. */
    private void judge(ResponseHead head) {
        UpstreamEndpoint judged = endpoint;
        if (judged == null || !judged.watched()) {
            return;
        }
        HeaderBlock fields = head.fields();
        int line = GrpcReply.isDueTo(exchange.head()) ? fields.first(FieldName.GRPC_STATUS) : -1;
        judged.answered(
                line < 0
                        ? head.status()
                        : GrpcReply.httpStatusOf(
                                Ascii.text(fields.bytes(), fields.valueStart(line), fields.valueEnd(line))));
    }

    @Override
    public void onData(ByteBuf data, boolean last) {
        if (state != State.RESPONDING) {
            data.release();
            return;
        }
        answeredBytes += data.readableBytes();
        if (last) {
            end();
        }
        exchange.respond(data, last);
    }

    @Override
    public void onTrailers(HeaderBlock trailers) {
        if (state == State.RESPONDING) {
            if (exchange.isGrpc()) {
                grpcStatus = GrpcReply.statusIn(trailers);
            }
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
        boolean open = state == State.OPEN || state == State.CONNECTING || state == State.ASKING;
        if (endpoint != null) {
            endpoint.failed(why);
        }
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

    /** What its policy wants, and the request still allows; and no more at a time than the cluster does. */
    private boolean mayRetry() {
        endRetry();
        if (!Retries.possible(exchange.forward().retry(), number)
                || !exchange.replay().complete()
                || exchange.timeLimits().remainingNanos() <= 0) {
            return false;
        }
        retrying = exchange.cluster().limits().beginRetry();
        if (!retrying) {
            exchange.outcome().flag("UO");
        }
        return retrying;
    }

    /** A retry is one until it is answered. */
    private void endRetry() {
        if (retrying) {
            retrying = false;
            exchange.cluster().limits().endRetry();
        }
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
        leaveEndpoint(null);
    }

    private void end(Failure why, boolean answered) {
        end(why, answered, why);
    }

    /** @param blamed what metrics say of it, which its endpoint need not be told */
    private void end(Failure why, boolean answered, Failure blamed) {
        HttpStream<RequestHead> left = stream;
        stream = null;
        exchanges.loop().timers().cancel(timer);
        leaveEndpoint(blamed);
        state = State.NONE;
        if (left != null && !answered) {
            left.reset(why);
        }
    }

    private void note(ResponseHead head, boolean last) {
        status = head.status();
        answeredBytes = head.fields().length();
        if (last && exchange.isGrpc()) {
            grpcStatus = GrpcReply.statusIn(head.fields());
        }
    }

    /** One that nobody has seen is none. An answer that is not passed on is one all the same. */
    private void count(UpstreamEndpoint left, @Nullable Failure blamed) {
        if (blamed == Failure.UPSTREAM_STALE) {
            return;
        }
        if (blamed == null || (state == State.OPEN && status != 0)) {
            count(left, NO_FLAGS);
            return;
        }
        if (status == 0) {
            status = blamed.status();
        }
        count(left, blamed.flag().isEmpty() ? NO_FLAGS : blamed.flag());
    }

    private void count(@Nullable UpstreamEndpoint of, String flags) {
        if (of == null) {
            return;
        }
        int loop = exchanges.loop().index();
        int kind = exchange.outcome().kind(status, grpcStatus);
        long nanos = System.nanoTime() - startNanos;
        exchange.outcome().attempted(nanos);
        of.target()
                .attempt(
                        loop,
                        exchange.client().source(),
                        of.principal(),
                        kind,
                        flags,
                        nanos,
                        exchange.outcome().requestBytes(),
                        answeredBytes);
        if (exchange.isGrpc()) {
            of.target()
                    .attemptMessages(
                            loop,
                            exchange.client().source(),
                            of.principal(),
                            kind,
                            flags,
                            exchange.outcome().requestMessages(),
                            exchange.outcome().responseMessages());
        }
        PredictorMeter predictor = of.predictor();
        if (predictor != null && !exchange.outcome().told()) { // once it is, its head is another's
            predictor.attempt(loop, ExecutorCall.of(exchange.head(), kind), nanos);
        }
    }

    private void leaveEndpoint(@Nullable Failure blamed) {
        UpstreamEndpoint left = endpoint;
        if (left == null) {
            return;
        }
        if (state == State.ASKING) {
            entry.cancel();
            count(left, blamed);
            state = State.NONE;
            return;
        }
        boolean open = state == State.OPEN || state == State.RESPONDING;
        if (open) {
            left.released();
        } else if (state == State.CONNECTING && pool != null) {
            pool.leave(connecting);
        }
        if (open || state == State.CONNECTING) {
            count(left, blamed);
            left.ended(exchanges.loop());
            state = State.NONE;
        }
    }

    /** Nobody waits for it any more. */
    void cancel(Failure why) {
        end(Failure.CLIENT_GONE, false, why);
    }

    /** Nobody waits any longer for an answer that should be there by now. */
    void timedOut() {
        if (state == State.OPEN && endpoint != null) {
            endpoint.failed(Failure.RESPONSE_TIMEOUT);
        }
        cancel(Failure.RESPONSE_TIMEOUT);
    }

    /** Makes it ready for the next exchange. */
    void close() {
        end(Failure.CLIENT_GONE, false);
        endRetry();
        endpoint = null;
        pool = null;
        entry.clear();
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
