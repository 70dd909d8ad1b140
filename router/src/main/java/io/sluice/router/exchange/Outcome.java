package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.sluice.router.grpc.GrpcReply;
import io.sluice.router.grpc.MessageCount;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.route.CompiledDestination;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.telemetry.traffic.ExecutorCall;
import io.sluice.router.telemetry.traffic.Kind;
import io.sluice.router.telemetry.traffic.Party;
import io.sluice.router.telemetry.traffic.PredictorMeter;
import io.sluice.router.telemetry.traffic.Source;
import io.sluice.router.telemetry.traffic.Target;
import io.sluice.router.trace.ExchangeTrace;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What became of an exchange: gathered while it lasts, told to metrics and the access log once, shown by header formats meanwhile.
 * Confined to its event loop; lives and is reused with its exchange.
 */
final class Outcome {
    private static final String NO_FLAGS = "-";

    private final Exchange exchange;
    private final LoopExchanges exchanges;

    private long startNanos;
    private long attemptNanos;
    private int requestHeadBytes;
    private long receivedBytes;
    private int responseHeadBytes;
    private long sentBytes;
    private int status;
    private int upstreamStatus;
    private long upstreamServiceMillis;
    private @Nullable String details;
    private String flags = NO_FLAGS;
    private boolean grpc;
    private int grpcStatus;
    private final MessageCount requestMessages = new MessageCount();
    private final MessageCount responseMessages = new MessageCount();
    private boolean told;

    /** Fields of the answer, which is gone when its line is made; null until a line shows some. */
    private @Nullable HeaderBlock loggedResponse;

    Outcome(Exchange exchange, LoopExchanges exchanges) {
        this.exchange = exchange;
        this.exchanges = exchanges;
    }

    void begin(long nowNanos) {
        startNanos = nowNanos;
        attemptNanos = 0;
        requestHeadBytes = 0;
        receivedBytes = 0;
        responseHeadBytes = 0;
        sentBytes = 0;
        status = 0;
        upstreamStatus = 0;
        upstreamServiceMillis = -1;
        details = null;
        flags = NO_FLAGS;
        grpc = false;
        grpcStatus = -1;
        requestMessages.clear();
        responseMessages.clear();
        told = false;
    }

    // --- what is found out ---

    void asked(HeaderBlock fields) {
        requestHeadBytes = fields.length();
    }

    void received(int bytes) {
        receivedBytes += bytes;
    }

    /** Of what may be a gRPC call's body. */
    void receivedMessages(ByteBuf data) {
        requestMessages.pass(data);
    }

    /** It is a gRPC call. */
    void ofGrpc() {
        grpc = true;
    }

    /** An endpoint had it for so long. */
    void attempted(long nanos) {
        attemptNanos += nanos;
    }

    /** An endpoint's answer goes to the client as it came. */
    void responds(ResponseHead response, boolean last, long serviceMillis) {
        begins(response);
        upstreamServiceMillis = serviceMillis;
        if (last) {
            ends(response.fields());
        }
        answered(status, "via_upstream", "");
    }

    /** The last fields of an answer: gRPC says there what became of the call. */
    void ends(HeaderBlock fields) {
        if (grpc) {
            grpcStatus = GrpcReply.statusIn(fields);
        }
    }

    /**
     * Notes who answered.
     *
     * @param upstreamStatus 0 for answers of our own
     * @param flag empty for none
     */
    void answered(int upstreamStatus, String details, String flag) {
        this.upstreamStatus = upstreamStatus;
        this.details = details;
        if (!flag.isEmpty()) {
            flag(flag);
        }
    }

    /** What had begun cannot be completed. */
    void cut(String why, String flag) {
        answered(upstreamStatus, why, flag);
    }

    /** Adds one of Envoy's response flags. */
    void flag(String flag) {
        flags = flags.equals(NO_FLAGS) ? flag : flags + "," + flag;
    }

    /** The request is held back on purpose: only what comes of it is worth a flag beside this one. */
    void delayed() {
        flags = "DI";
    }

    /** What gRPC calls an answer of our own; -1 = nothing. */
    void replied(int grpcStatus) {
        this.grpcStatus = grpcStatus;
        grpc |= grpcStatus >= 0;
    }

    /** A whole answer of our own. */
    void replies(ResponseHead response, int bodyBytes) {
        begins(response);
        sentBytes += bodyBytes;
    }

    private void begins(ResponseHead response) {
        status = response.status();
        responseHeadBytes = response.fields().length();
        sentBytes = responseHeadBytes;
    }

    void sent(ByteBuf data) {
        sentBytes += data.readableBytes();
        if (grpc) {
            responseMessages.pass(data);
        }
    }

    /** The answer's fields as the client sees them: custom formats show some. */
    void keep(HeaderBlock fields) {
        if (exchanges.observer().needsResponses(exchange.observations())) {
            if (loggedResponse == null) {
                loggedResponse = new HeaderBlock();
            }
            loggedResponse.copy(fields);
        }
    }

    // --- the telling ---

    /** Before its last byte goes: whoever has seen that finds it counted, and the head may be the next request's by then. */
    void tell() {
        if (told) {
            return;
        }
        told = true;
        count();
        log();
    }

    private void count() {
        int loop = exchanges.loop().index();
        long nanos = elapsedNanos();
        meter().record(loop, status, nanos);
        int kind = kind(status, grpcStatus);
        exchanges.meters().overhead().record(loop, Math.max(0, nanos - attemptNanos));
        UpstreamEndpoint endpoint = exchange.endpoint();
        Source source = exchange.client().source();
        Target target = target(endpoint);
        String principal = endpoint == null ? Party.NOT_KNOWN : endpoint.principal();
        target.exchange(loop, source, principal, kind, flags, nanos, requestBytes(), sentBytes);
        if (grpc) {
            target.exchangeMessages(loop, source, principal, kind, flags, requestMessages(), responseMessages());
        }
        PredictorMeter predictor = endpoint == null ? null : endpoint.predictor();
        if (predictor != null) {
            predictor.exchange(loop, ExecutorCall.of(exchange.head(), kind), nanos);
        }
    }

    /** Where it went at last; where it would have gone, if nobody was there. */
    private Target target(@Nullable UpstreamEndpoint endpoint) {
        if (endpoint != null) {
            return endpoint.target();
        }
        UpstreamCluster cluster = exchange.clusterOrNull();
        return cluster == null ? exchanges.meters().traffic().unrouted() : cluster.target();
    }

    private ExchangeMeter meter() {
        CompiledDestination destination = exchange.destinationOrNull();
        if (destination != null) {
            return destination.meter();
        }
        CompiledRoute route = exchange.routeOrNull();
        return route != null ? route.meter() : exchanges.meters().unrouted();
    }

    private void log() {
        boolean error = status == 0 || status >= 500 || !flags.equals(NO_FLAGS);
        exchanges
                .observer()
                .log(exchange.info(), exchange.observations(), exchange.atGateway(), exchange.endpoint(), error);
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.end(exchange.info(), exchange.spans(), status == 0 || status >= 500, elapsedNanos());
        }
        if (exchanges.tap().watched()) {
            exchanges.tap().show(exchange.info(), error, System.nanoTime());
        }
        if (loggedResponse != null) {
            loggedResponse.clear();
        }
    }

    /** Whether it is over as far as logs are concerned. */
    boolean told() {
        return told;
    }

    // --- what others may see ---

    /** Of its series, with a status that may be a try's. */
    int kind(int answer, int grpcAnswer) {
        return grpc ? Kind.grpc(answer, grpcAnswer) : Kind.http(answer);
    }

    /** Of gRPC, as far as they have come. */
    long requestMessages() {
        return requestMessages.messages();
    }

    long responseMessages() {
        return responseMessages.messages();
    }

    /** Head and body, as far as they have come. */
    long requestBytes() {
        return requestHeadBytes + receivedBytes;
    }

    /** Of the request's body. */
    long receivedBytes() {
        return receivedBytes;
    }

    long sentBodyBytes() {
        return sentBytes - responseHeadBytes;
    }

    /** 0 = there was none when the client left. */
    int status() {
        return status;
    }

    /** -1 = gRPC is not spoken, or says nothing. */
    int grpcStatus() {
        return grpcStatus;
    }

    /** Of the endpoint's answer; 0 if there is none. */
    int upstreamStatus() {
        return upstreamStatus;
    }

    /** -1 = no endpoint has answered. */
    long upstreamServiceMillis() {
        return upstreamServiceMillis;
    }

    /** Null before there is an answer. */
    @Nullable
    String details() {
        return details;
    }

    /** Envoy's response flags, joined by commas; {@code -} for none. */
    String flags() {
        return flags;
    }

    /** When the request began, by {@link System#nanoTime}. */
    long startNanos() {
        return startNanos;
    }

    long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** What the router itself has taken, and the client. */
    long overheadNanos() {
        return Math.max(0, elapsedNanos() - attemptNanos);
    }

    /** Null = no line shows any of it. */
    @Nullable
    HeaderBlock loggedResponse() {
        return loggedResponse;
    }
}
