package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.authz.Asked;
import io.sluice.router.authz.Asker;
import io.sluice.router.authz.AuthorizationCheck;
import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.authz.Verdict;
import io.sluice.router.failure.Failure;
import io.sluice.router.grpc.GrpcReply;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.route.CompiledShadow;
import io.sluice.router.route.pod.PodGate;
import io.sluice.router.route.pod.PodGates;
import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.telemetry.ShadowOutcome;
import io.sluice.router.telemetry.traffic.Kind;
import io.sluice.router.telemetry.traffic.Source;
import io.sluice.router.upstream.ConnectionWaiter;
import io.sluice.router.upstream.StreamPool;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.Role;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request that nobody waits for: sent once, its answer discarded, whatever becomes of it. It never holds the
 * exchange up: what its endpoint is too slow to take waits here within bounds, and beyond them the copy is given up. Confined
 * to its event loop; reused once its exchange has let go of it and its answer has come.
 */
final class ShadowRequest implements StreamListener<ResponseHead> {
    private enum State {
        IDLE,
        CONNECTING,
        /** The pod's external authorizer is asked; or its question waits for the body. */
        ASKING,
        OPEN,
        OVER
    }

    private final Shadows shadows;
    private final RequestHead head = new RequestHead();
    private final ReplayBuffer waiting;
    private final Timeout timeout = new Timeout();
    private final Connecting connecting = new Connecting();
    private State state = State.IDLE;
    private @Nullable UpstreamEndpoint endpoint;
    private @Nullable StreamPool pool;
    private @Nullable HttpStream<RequestHead> stream;
    private @Nullable AuthorizationCheck check;
    private boolean requestEnded;
    private boolean lastSent;
    private boolean attached;
    private int answered;

    // What metrics show of it.
    private @Nullable ExchangeMeter meter;
    private Source source = Source.UNKNOWN;
    private boolean grpc;
    private long startNanos;
    private long sentBytes;
    private int status;
    private int grpcStatus;

    ShadowRequest(Shadows shadows) {
        this.shadows = shadows;
        waiting = new ReplayBuffer(shadows.budget(), shadows.limits().shadowBytes());
    }

    /** The head as the copy sends it; written before {@link #start}. */
    RequestHead head() {
        return head;
    }

    /** @param whole there is no body */
    void start(Exchange of, CompiledShadow wanted, boolean whole) {
        attached = true;
        meter = wanted.meter();
        // A protocol's first bytes after an upgrade are the primary's alone (istio-recorded.md §6).
        requestEnded = whole || head.upgrade() != null;
        lastSent = false;
        answered = 0;
        source = of.client().source();
        grpc = of.isGrpc();
        startNanos = System.nanoTime();
        sentBytes = head.fields().length();
        status = 0;
        grpcStatus = -1;
        UpstreamEndpoint picked =
                wanted.cluster().pick(shadows.loop(), shadows.loop().random().nextLong(), null, 0);
        PodGates pods = of.pods();
        PodGate gate = pods == null || picked == null ? null : pods.of(picked, of.role());
        if (picked == null || (gate != null && !Gates.settle(of, head))) {
            refused();
            return;
        }
        shadows.loop().timers().arm(timeout, shadows.limits().shadowTimeout().toNanos());
        if (gate == null) {
            connect(picked);
        } else {
            enter(of.role(), of.client(), picked, gate);
        }
    }

    private void connect(UpstreamEndpoint picked) {
        endpoint = picked;
        picked.begun(shadows.loop());
        state = State.CONNECTING;
        StreamPool from = picked.pool(shadows.loop(), head);
        pool = from;
        from.acquire(connecting);
    }

    /** A copy passes the pod's policies for itself; nobody hears of it if it does not. */
    private void enter(Role role, ClientContext client, UpstreamEndpoint picked, PodGate gate) {
        CompiledAuthorizer authorizer = gate.authorizer();
        if (authorizer == null || !shadows.gates().asksAtPod(role, client, gate, head)) {
            judge(role, client, picked, gate);
            return;
        }
        state = State.ASKING;
        AuthorizationCheck asked =
                new AuthorizationCheck(shadows.loop(), authorizer, new PodAsker(role, client, picked, gate));
        check = asked;
        asked.received();
    }

    private void judge(Role role, ClientContext client, UpstreamEndpoint picked, PodGate gate) {
        if (shadows.gates().judgeAtPod(role, client, gate, head) == null) {
            connect(picked);
        } else {
            refused();
        }
    }

    private void refused() {
        over(ShadowOutcome.FAILED);
    }

    /** The copy as the pod's external authorizer hears of it. */
    private final class PodAsker implements Asker {
        private final Role role;
        private final ClientContext client;
        private final UpstreamEndpoint picked;
        private final PodGate gate;

        PodAsker(Role role, ClientContext client, UpstreamEndpoint picked, PodGate gate) {
            this.role = role;
            this.client = client;
            this.picked = picked;
            this.gate = gate;
        }

        @Override
        public Asked shown(int bodyBytes) {
            return Gates.shown(gate, head, waiting, bodyBytes);
        }

        @Override
        public int bodyBytes() {
            return waiting.bytes();
        }

        @Override
        public boolean bodyEnded() {
            return requestEnded;
        }

        @Override
        public void goOn() {
            // Whether its client is told to is the primary's to say.
        }

        @Override
        public void answered(Verdict verdict) {
            check = null;
            if (verdict instanceof Verdict.Passes passes) {
                passes.apply(head);
                judge(role, client, picked, gate);
            } else {
                refused();
            }
        }
    }

    private final class Connecting extends ConnectionWaiter {
        @Override
        protected void onConnected(StreamOpener connection) {
            open(connection);
        }

        @Override
        protected void onConnectFailed(Failure why) {
            failed(why);
        }
    }

    private void open(StreamOpener connection) {
        state = State.OPEN;
        HttpStream<RequestHead> opened = connection.open(this);
        stream = opened;
        lastSent = requestEnded && waiting.isEmpty();
        opened.sendHead(head, lastSent);
        drain(opened);
        opened.flush();
    }

    // --- the request's body ---

    /** Borrows {@code data}. */
    void send(ByteBuf data, boolean last) {
        if (requestEnded || state == State.OVER) {
            return;
        }
        requestEnded = last;
        sentBytes += data.readableBytes();
        HttpStream<RequestHead> target = stream;
        if (target != null && waiting.isEmpty() && target.writable()) {
            lastSent = last;
            target.sendData(data.retainedDuplicate(), last);
            if (last || !target.writable()) {
                target.flush();
            }
            return;
        }
        waiting.keep(data, false);
        if (!waiting.complete()) {
            giveUp(ShadowOutcome.DROPPED);
        } else if (check != null) {
            check.received();
        }
    }

    /** Borrows {@code trailers}. */
    void send(HeaderBlock trailers) {
        if (requestEnded || state == State.OVER) {
            return;
        }
        requestEnded = true;
        HttpStream<RequestHead> target = stream;
        if (target != null && waiting.isEmpty()) {
            lastSent = true;
            target.sendTrailers(trailers);
            target.flush();
        } else {
            waiting.keep(trailers);
            if (check != null) {
                check.received();
            }
        }
    }

    void flush() {
        if (stream != null) {
            stream.flush();
        }
    }

    @Override
    public void onWritable() {
        if (stream != null) {
            drain(stream);
            stream.flush();
        }
    }

    private void drain(HttpStream<RequestHead> target) {
        if (lastSent) {
            return;
        }
        if (!waiting.isEmpty()) {
            waiting.sendTo(target, requestEnded);
            waiting.clear();
            lastSent = requestEnded;
        } else if (requestEnded) {
            target.sendData(Unpooled.EMPTY_BUFFER, true);
            lastSent = true;
        }
    }

    /** The exchange is over; a copy whose request never became whole is cut, as the primary's was. */
    void detach() {
        attached = false;
        if (state == State.OVER) {
            giveBack();
        } else if (!requestEnded) {
            giveUp(ShadowOutcome.DROPPED);
        }
    }

    // --- the answer, which nobody reads ---

    @Override
    public void onHead(ResponseHead head, boolean last) {
        if (!head.interim()) {
            status = head.status();
            answered = head.fields().length();
            grpcStatus = grpc && last ? GrpcReply.statusIn(head.fields()) : -1;
        }
        if (last) {
            over(ShadowOutcome.SENT);
        } else if (head.status() == 101) {
            giveUp(ShadowOutcome.SENT);
        }
    }

    @Override
    public void onData(ByteBuf data, boolean last) {
        answered += data.readableBytes();
        data.release();
        if (last) {
            over(ShadowOutcome.SENT);
        } else if (answered > shadows.limits().shadowBytes()) {
            giveUp(ShadowOutcome.SENT);
        }
    }

    @Override
    public void onTrailers(HeaderBlock trailers) {
        if (grpc) {
            grpcStatus = GrpcReply.statusIn(trailers);
        }
        over(ShadowOutcome.SENT);
    }

    @Override
    public void onReadComplete() {
        // Nothing is made of what was read.
    }

    @Override
    public void onReset(Failure why) {
        failed(why);
    }

    private void failed(Failure why) {
        count(why.status(), why.flag());
        over(ShadowOutcome.FAILED);
    }

    // --- the end ---

    private void giveUp(ShadowOutcome outcome) {
        HttpStream<RequestHead> left = stream;
        if (outcome == ShadowOutcome.DROPPED) {
            count(Failure.CLIENT_GONE.status(), Failure.CLIENT_GONE.flag());
        }
        over(outcome);
        if (left != null) {
            left.reset(Failure.CLIENT_GONE);
        }
    }

    private void count(int answer, String flags) {
        UpstreamEndpoint at = endpoint;
        if (at != null && state != State.OVER) {
            int kind = grpc ? Kind.grpc(answer, grpcStatus) : Kind.http(answer);
            long nanos = System.nanoTime() - startNanos;
            at.target()
                    .attempt(shadows.loop().index(), source, at.principal(), kind, flags, nanos, sentBytes, answered);
            if (meter != null) {
                meter.record(shadows.loop().index(), answer, nanos);
            }
        }
    }

    private void over(ShadowOutcome outcome) {
        if (state == State.OVER) {
            return;
        }
        shadows.count(outcome);
        if (outcome == ShadowOutcome.SENT) {
            count(status, "-");
        }
        boolean opened = state == State.OPEN;
        state = State.OVER;
        stream = null;
        if (check != null) {
            check.cancel();
            check = null;
        }
        waiting.clear();
        shadows.loop().timers().cancel(timeout);
        UpstreamEndpoint left = endpoint;
        if (left != null) {
            if (opened) {
                left.released();
            } else if (pool != null) {
                pool.leave(connecting);
            }
            left.ended(shadows.loop());
            endpoint = null;
            pool = null;
        }
        if (!attached) {
            giveBack();
        }
    }

    private void giveBack() {
        state = State.IDLE;
        head.clear();
        shadows.giveBack(this);
    }

    private final class Timeout extends LoopTimer {
        @Override
        protected void expired() {
            count(Failure.PER_TRY_TIMEOUT.status(), Failure.PER_TRY_TIMEOUT.flag());
            giveUp(ShadowOutcome.FAILED);
        }
    }
}
