package io.sluice.router.authz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.loop.Loop;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.upstream.ConnectionWaiter;
import io.sluice.router.upstream.StreamPool;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One question to an authorizer, and its verdict: told once, unless the check is cancelled before. Only 200 is a yes; 5xx, and no
 * answer in time, are none. Confined to its event loop.
 */
final class Check implements StreamListener<ResponseHead> {
    /** An authorizer's answer is held whole. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final byte[] TEXT = Ascii.bytes("text/plain");

    private final Loop loop;
    private final CompiledAuthorizer authorizer;
    private final RequestHead question;
    private final byte[] body;
    private final Consumer<Verdict> asker;
    private final Connecting connecting = new Connecting();
    private final Timeout timeout = new Timeout();
    private final HeaderBlock answered = new HeaderBlock();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final long startNanos = System.nanoTime();
    private @Nullable UpstreamEndpoint endpoint;
    private @Nullable StreamPool pool;
    private @Nullable HttpStream<RequestHead> stream;
    private int status;

    /** Of the trailers: only behind an answer that was given. */
    private @Nullable String grpcStatus;

    private boolean refreshed;
    private boolean over;

    private Check(
            Loop loop, CompiledAuthorizer authorizer, RequestHead question, byte[] body, Consumer<Verdict> asker) {
        this.loop = loop;
        this.authorizer = authorizer;
        this.question = question;
        this.body = body;
        this.asker = asker;
    }

    /**
     * Asks about a request, which may be answered before this returns.
     */
    static Check start(Loop loop, CompiledAuthorizer authorizer, Asked asked, Consumer<Verdict> asker) {
        Check check = authorizer.grpc()
                ? new Check(
                        loop,
                        authorizer,
                        GrpcQuestion.head(authorizer),
                        GrpcQuestion.body(asked, authorizer.rawBody()),
                        asker)
                : new Check(loop, authorizer, Question.of(asked, authorizer), asked.body(), asker);
        loop.timers().arm(check.timeout, authorizer.timeoutMillis() * 1_000_000);
        check.connect();
        return check;
    }

    private void connect() {
        UpstreamCluster cluster = authorizer.cluster();
        UpstreamEndpoint picked =
                cluster == null ? null : cluster.pick(loop, loop.random().nextLong(), null, 0);
        if (picked == null) {
            end(authorizer.noAnswer());
            return;
        }
        endpoint = picked;
        picked.begun(loop);
        StreamPool from = picked.pool(loop, question);
        pool = from;
        from.acquire(connecting);
    }

    private final class Connecting extends ConnectionWaiter {
        @Override
        protected void onConnected(StreamOpener connection) {
            HttpStream<RequestHead> opened = connection.open(Check.this);
            stream = opened;
            if (endpoint != null) {
                endpoint.reached();
            }
            opened.sendHead(question, body.length == 0);
            if (body.length > 0) {
                opened.sendData(Unpooled.wrappedBuffer(body), true);
            }
            opened.flush();
        }

        @Override
        protected void onConnectFailed(Failure why) {
            fail(why);
        }
    }

    // --- the answer ---

    @Override
    public void onHead(ResponseHead head, boolean last) {
        if (head.interim() || over) {
            return;
        }
        status = head.status();
        if (endpoint != null && endpoint.watched()) {
            endpoint.answered(status);
        }
        answered.copy(head.fields());
        if (last) {
            complete();
        }
    }

    @Override
    public void onData(ByteBuf data, boolean last) {
        byte[] piece = new byte[data.readableBytes()];
        data.readBytes(piece);
        data.release();
        answer.writeBytes(piece);
        if (last) {
            complete();
        } else if (answer.size() > MOST_BYTES) {
            abandon();
            end(authorizer.noAnswer());
        }
    }

    @Override
    public void onTrailers(HeaderBlock trailers) {
        grpcStatus = trailers.value(FieldName.GRPC_STATUS);
        complete();
    }

    @Override
    public void onReadComplete() {
        // An answer is made use of when it is whole.
    }

    @Override
    public void onWritable() {
        // A question is sent whole.
    }

    @Override
    public void onReset(Failure why) {
        fail(why);
    }

    private void fail(Failure why) {
        if (over) {
            return;
        }
        if (endpoint != null) {
            endpoint.failed(why);
        }
        leave();
        if (why == Failure.UPSTREAM_STALE && !refreshed) {
            refreshed = true; // nobody has seen the question
            connect();
        } else {
            end(authorizer.noAnswer());
        }
    }

    private void complete() {
        if (over) {
            return;
        }
        leave();
        if (authorizer.grpc()) {
            Verdict verdict = status == 200 && "0".equals(grpcStatus) ? GrpcAnswer.read(answer.toByteArray()) : null;
            end(verdict == null ? authorizer.noAnswer() : verdict);
        } else if (status >= 500) {
            end(authorizer.noAnswer());
        } else if (status == 200) {
            end(new Verdict.Passes(replacing(authorizer.upstream()), null, List.of(), added(authorizer.grant())));
        } else {
            end(refusal());
        }
    }

    /** The last line of each name counts. */
    private @Nullable HeaderBlock replacing(HeaderNames names) {
        HeaderBlock chosen = added(names);
        if (chosen == null) {
            return null;
        }
        for (int line = 0; line < chosen.count(); line++) {
            byte[] name = Ascii.bytes(chosen.name(line));
            if (chosen.next(name, line) >= 0) {
                chosen.remove(line);
            }
        }
        return chosen;
    }

    /** Fields of the answer that a list names; null if there are none. */
    private @Nullable HeaderBlock added(HeaderNames names) {
        HeaderBlock chosen = null;
        for (int line = 0; !names.isEmpty() && line < answered.count(); line++) {
            String name = answered.name(line);
            if (!answered.removed(line) && !HopByHop.has(answered.field(line)) && names.has(name)) {
                chosen = chosen == null ? new HeaderBlock() : chosen;
                chosen.add(Ascii.bytes(name), Ascii.bytes(answered.value(line)));
            }
        }
        return chosen;
    }

    private Verdict refusal() {
        HeaderNames names = authorizer.refusal();
        HeaderBlock fields = new HeaderBlock();
        for (int line = 0; line < answered.count(); line++) {
            String name = answered.name(line);
            boolean told = names.isEmpty() || names.has(name);
            if (told && !answered.removed(line) && !isOfTheBody(answered.field(line))) {
                fields.add(Ascii.bytes(name), Ascii.bytes(answered.value(line)));
            }
        }
        if (answer.size() > 0) {
            String type = names.isEmpty() ? answered.value(FieldName.CONTENT_TYPE) : null;
            fields.add(FieldName.CONTENT_TYPE, type == null ? TEXT : Ascii.bytes(type));
        }
        if (names.isEmpty()) {
            fields.remove(FieldName.X_ENVOY_UPSTREAM_SERVICE_TIME);
            fields.add(FieldName.X_ENVOY_UPSTREAM_SERVICE_TIME, (System.nanoTime() - startNanos) / 1_000_000);
        }
        return new Verdict.Refuses(status, fields, answer.toByteArray());
    }

    private static boolean isOfTheBody(FieldName field) {
        return field == FieldName.CONTENT_TYPE || HopByHop.has(field);
    }

    // --- the end ---

    boolean over() {
        return over;
    }

    /** Nobody waits for it any more. */
    void cancel() {
        if (!over) {
            over = true;
            loop.timers().cancel(timeout);
            abandon();
        }
    }

    private void end(Verdict verdict) {
        over = true;
        loop.timers().cancel(timeout);
        asker.accept(verdict);
    }

    private void abandon() {
        HttpStream<RequestHead> left = stream;
        leave();
        if (left != null) {
            left.reset(Failure.CLIENT_GONE);
        }
    }

    private void leave() {
        UpstreamEndpoint left = endpoint;
        if (left == null) {
            return;
        }
        if (stream != null) {
            left.released();
        } else if (pool != null) {
            pool.leave(connecting);
        }
        left.ended(loop);
        endpoint = null;
        pool = null;
        stream = null;
    }

    private final class Timeout extends LoopTimer {
        @Override
        protected void expired() {
            if (!over) {
                if (endpoint != null) {
                    endpoint.failed(Failure.RESPONSE_TIMEOUT);
                }
                abandon();
                end(authorizer.noAnswer());
            }
        }
    }
}
