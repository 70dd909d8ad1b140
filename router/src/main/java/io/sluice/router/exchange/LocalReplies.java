package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.internal.EmptyArrays;
import io.sluice.router.authz.Verdict;
import io.sluice.router.exchange.fields.CrossOrigin;
import io.sluice.router.exchange.fields.Location;
import io.sluice.router.failure.Failure;
import io.sluice.router.grpc.GrpcReply;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.policy.Denial;
import io.sluice.router.route.CompiledCors;
import io.sluice.router.route.CompiledRedirect;
import io.sluice.router.route.CompiledResponse;
import io.sluice.router.telemetry.Exposition;
import io.sluice.table.policy.Fault;

/** Answers that the router makes itself: failures, aborts, preflights, direct responses, redirects. Confined to its event loop. */
final class LocalReplies {
    private static final byte[] TEXT = Ascii.bytes("text/plain");
    private static final byte[] HEAD = Ascii.bytes("HEAD");
    private static final byte[] TRUE = Ascii.bytes("true");
    private static final byte[] CONTENT_ENCODING = Ascii.bytes("content-encoding");
    private static final byte[] GZIP = Ascii.bytes("gzip");
    private static final byte[] WWW_AUTHENTICATE = Ascii.bytes("www-authenticate");
    private static final byte[] TOO_LARGE = Ascii.bytes("Payload Too Large");
    private static final byte[] FAULT_ABORT = Ascii.bytes("fault filter abort");

    private final ResponseHeaders headers;
    private final boolean reasonHeader;

    /** One answer is made at a time, and sent before the next. */
    private final ResponseHead head = new ResponseHead();

    LocalReplies(ResponseHeaders headers, LoopExchanges.Replying replying) {
        this.headers = headers;
        reasonHeader = replying.reasonHeader();
    }

    void failure(Exchange exchange, Failure why, boolean retried) {
        begin(why.status());
        if (reasonHeader) {
            head.fields().add(FieldName.X_SLUICE_REASON, Ascii.bytes(Reasons.of(exchange, why)));
        }
        boolean overflow = why == Failure.OVERFLOW;
        if (overflow || why == Failure.OVERLOADED) {
            head.fields().add(FieldName.X_ENVOY_OVERLOADED, TRUE);
        }
        boolean exhausted = retried && why.side() == Failure.Side.UPSTREAM && !overflow;
        exchange.outcome().answered(0, why.details(), exhausted ? "URX," + why.flag() : why.flag());
        send(exchange, why.body(retried), TEXT);
    }

    /** A policy does not let it through. */
    void denied(Exchange exchange, Denial denial) {
        begin(denial.status());
        if (reasonHeader) {
            head.fields().add(FieldName.X_SLUICE_REASON, Ascii.bytes(denial.details()));
        }
        byte[] challenge = denial.challenge();
        if (challenge != null) {
            head.fields().add(WWW_AUTHENTICATE, challenge);
        }
        exchange.outcome().answered(0, denial.details(), "");
        send(exchange, denial.body(), TEXT);
    }

    /** An external authorizer does not let it through, and says what the client is told. */
    void refused(Exchange exchange, Verdict.Refuses refusal) {
        begin(refusal.status());
        head.fields().copy(refusal.fields());
        String type = head.fields().value(FieldName.CONTENT_TYPE);
        head.fields().remove(FieldName.CONTENT_TYPE);
        exchange.outcome().answered(0, "ext_authz_denied", "UAEX");
        send(exchange, refusal.body(), type == null ? TEXT : Ascii.bytes(type));
    }

    /** An external authorizer gave no answer. */
    void unasked(Exchange exchange, int status) {
        begin(status);
        exchange.outcome().answered(0, "ext_authz_error", "UAEX");
        send(exchange, EmptyArrays.EMPTY_BYTES, TEXT);
    }

    /** A client may send the body that it has announced. */
    void goOn(Exchange exchange) {
        begin(100);
        exchange.interimNow(head);
    }

    /** More of a body than an external authorizer is asked about. */
    void tooLargeToAsk(Exchange exchange) {
        begin(413);
        exchange.outcome().answered(0, "request_payload_too_large", "");
        send(exchange, TOO_LARGE, TEXT);
    }

    /** The head of what a pod would have answered whose policies do not let it in; it is followed by the body, if there is one. */
    ResponseHead ofPod(RequestHead request, Denial denial) {
        begin(denial.status());
        byte[] challenge = denial.challenge();
        if (challenge != null) {
            head.fields().add(WWW_AUTHENTICATE, challenge);
        }
        return ofPod(request, denial.body(), TEXT);
    }

    /** The same, where it is the pod's external authorizer that does not. */
    ResponseHead ofPod(RequestHead request, Verdict.Refuses refusal) {
        begin(refusal.status());
        head.fields().copy(refusal.fields());
        String type = head.fields().value(FieldName.CONTENT_TYPE);
        head.fields().remove(FieldName.CONTENT_TYPE);
        return ofPod(request, refusal.body(), type == null ? TEXT : Ascii.bytes(type));
    }

    private ResponseHead ofPod(RequestHead request, byte[] body, byte[] contentType) {
        HeaderBlock fields = head.fields();
        boolean toHead = request.methodIs(HEAD);
        boolean grpc = GrpcReply.isDueTo(request);
        int length = grpc ? 0 : body.length;
        if (!grpc) {
            fields.add(FieldName.CONTENT_LENGTH, length);
            if (length > 0) {
                fields.add(FieldName.CONTENT_TYPE, contentType);
            }
        } else {
            int status = GrpcReply.statusOf(head.status());
            head.status(200);
            GrpcReply.write(fields, status, toHead ? EmptyArrays.EMPTY_BYTES : body);
        }
        head.framing(toHead || grpc ? Framing.NONE : Framing.LENGTH, length);
        return head;
    }

    /** A fault that the route asked for. */
    void aborted(Exchange exchange, Fault.Answer answer) {
        exchange.outcome().answered(0, "fault_filter_abort", "FI");
        switch (answer) {
            case Fault.Answer.HttpStatus http -> {
                begin(http.status());
                send(exchange, FAULT_ABORT, TEXT);
            }
            case Fault.Answer.GrpcStatus grpc -> {
                begin(200);
                send(exchange, FAULT_ABORT, TEXT, grpc.status(), true);
            }
        }
    }

    void direct(Exchange exchange, CompiledResponse response) {
        begin(response.status());
        exchange.outcome().answered(0, "direct_response", "");
        send(exchange, response.body(), TEXT);
    }

    void redirect(Exchange exchange, CompiledRedirect redirect) {
        begin(redirect.redirect().status());
        exchange.outcome().answered(0, "direct_response", "");
        head.fields().add(FieldName.LOCATION, Ascii.bytes(Location.of(exchange.head(), exchange.listener(), redirect)));
        send(exchange, EmptyArrays.EMPTY_BYTES, TEXT);
    }

    void httpsRedirect(Exchange exchange) {
        begin(301);
        exchange.outcome().answered(0, "https_redirect", "");
        head.fields().add(FieldName.LOCATION, Ascii.bytes(Location.https(exchange.head())));
        send(exchange, EmptyArrays.EMPTY_BYTES, TEXT);
    }

    /** No header operation touches it (istio-recorded.md §4). */
    void preflight(Exchange exchange, CompiledCors cors, boolean allowed) {
        begin(200);
        exchange.outcome().answered(0, "cors_response", "");
        CrossOrigin.preflight(exchange.head(), cors, allowed, head.fields());
        send(exchange, EmptyArrays.EMPTY_BYTES, TEXT, GrpcReply.statusOf(200), false);
    }

    /** What the router counts, for a Prometheus that scrapes port 8000 as it would a model's. */
    void metrics(Exchange exchange, Exposition exposition) {
        begin(200);
        if (exposition.gzip()) {
            head.fields().add(CONTENT_ENCODING, GZIP);
        }
        exchange.outcome().answered(0, "direct_response", "");
        send(exchange, exposition.body(), Ascii.bytes(exposition.contentType()));
    }

    private void begin(int status) {
        head.clear();
        head.status(status);
    }

    private void send(Exchange exchange, byte[] body, byte[] contentType) {
        send(exchange, body, contentType, GrpcReply.statusOf(head.status()), true);
    }

    /**
     * The one place where answers of our own leave.
     *
     * @param body shared: it is not copied before it is written
     * @param grpcStatus what a gRPC client is told in place of status and body
     * @param operations whether the route's header operations apply
     */
    private void send(Exchange exchange, byte[] body, byte[] contentType, int grpcStatus, boolean operations) {
        HeaderBlock fields = head.fields();
        RequestHead request = exchange.headOrNull();
        boolean toHead = request != null && request.methodIs(HEAD);
        // A gRPC-Web client keeps the status: its stream makes the rest of the plain answer.
        boolean grpc = request != null && !exchange.translated() && GrpcReply.isDueTo(request);
        byte[] sent = grpc ? EmptyArrays.EMPTY_BYTES : body;
        if (grpc) {
            head.status(200);
        } else if (body.length > 0) {
            fields.add(FieldName.CONTENT_TYPE, contentType);
        }
        boolean bodyless = head.status() == 204 || head.status() == 304 || (toHead && sent.length == 0);
        // HTTP/2 says by the head alone that nothing follows (istio-recorded.md §10; h2/edge-rules).
        boolean said = sent.length == 0 && request != null && request.http2();
        if (!bodyless && !said) {
            fields.add(FieldName.CONTENT_LENGTH, sent.length);
        }
        if (operations) {
            exchange.applyResponseHeaders(fields);
        }
        if (grpc) { // behind the operations: what they set of gRPC's own fields does not count (istio-recorded.md §10)
            GrpcReply.write(fields, grpcStatus, toHead ? EmptyArrays.EMPTY_BYTES : body);
        }
        headers.sign(exchange, fields);
        exchange.outcome().replied(grpc ? grpcStatus : -1);
        boolean silent = bodyless || toHead;
        head.framing(silent ? Framing.NONE : Framing.LENGTH, sent.length);
        headers.keepFraming(head);
        ByteBuf bytes = silent || sent.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(sent);
        exchange.reply(head, bytes);
    }
}
