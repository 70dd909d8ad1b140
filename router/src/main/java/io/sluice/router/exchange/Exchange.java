package io.sluice.router.exchange;

import io.netty.buffer.ByteBuf;
import io.sluice.router.authz.AuthorizationCheck;
import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.authz.Verdict;
import io.sluice.router.exchange.fields.CrossOrigin;
import io.sluice.router.failure.Failure;
import io.sluice.router.grpc.GrpcReply;
import io.sluice.router.grpc.WebAnswer;
import io.sluice.router.grpc.WebCall;
import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.http.ClientTls;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.loop.LoopRandom;
import io.sluice.router.observe.Observations;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.router.route.CompiledCors;
import io.sluice.router.route.CompiledDestination;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledOptions;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.CompiledShadow;
import io.sluice.router.route.CompiledTable;
import io.sluice.router.route.hash.Caller;
import io.sluice.router.route.hash.HashKeys;
import io.sluice.router.route.hash.RequestKey;
import io.sluice.router.route.pod.PodGates;
import io.sluice.router.snapshot.Generation;
import io.sluice.router.telemetry.PendingScrape;
import io.sluice.router.trace.ExchangeTrace;
import io.sluice.router.trace.SpanRule;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.Role;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, however many attempts it takes. Confined to its event loop; reused for another request of
 * the same loop once it is over.
 *
 * <p>It hears the client's side; its {@link Attempt} hears the endpoint's. What each stage finds out it leaves here.
 */
final class Exchange implements StreamListener<RequestHead>, Caller {
    private static final CompiledListener[] NO_LISTENERS = {};

    private final LoopExchanges exchanges;
    private final Attempt attempt;
    private final ReplayBuffer replay;
    private final TimeLimits timeLimits;
    private final Outcome outcome;
    private final ExchangeInfo info;
    private final List<ShadowRequest> shadows = new ArrayList<>(0);
    private final RequestKey key = new RequestKey();

    /** Null = nothing is traced. */
    private final @Nullable ExchangeTrace trace;

    // Who asks, and what. Written when the exchange begins.
    private @Nullable ClientContext client;
    private @Nullable HttpStream<ResponseHead> stream;
    private @Nullable RequestHead head;
    private byte @Nullable [] trustedAddress;

    // What the stages found. Written by RequestPath, in this order.
    private @Nullable Generation generation;
    private @Nullable CompiledListener listener;
    private @Nullable Claims claims;
    private @Nullable CompiledRoute route;
    private @Nullable CompiledForward forward;
    private @Nullable CompiledDestination destination;
    private @Nullable CompiledCors allowedOrigin;
    private boolean forwarded;
    private boolean arrived;

    private boolean grpc;

    /** What makes gRPC of a gRPC-Web client's request; null = it is none, or nobody is to know. */
    private @Nullable WebCall web;

    // Where the request's fields stand before a try adds its own. Written by ForwardedHeaders.
    private int preparedLength;
    private int preparedFields;

    /** What an external authorizer is asked, or was. */
    private @Nullable AuthorizationCheck check;

    /** It has said yes, and what the answer gets for it. */
    private Verdict.@Nullable Passes granted;

    /** Set while it waits for what the router has counted. */
    private @Nullable PendingScrape metrics;

    // How far it has come. Written here.
    private boolean requestEnded;
    private boolean responseStarted;
    private boolean ended;

    Exchange(LoopExchanges exchanges) {
        this.exchanges = exchanges;
        outcome = new Outcome(this, exchanges);
        info = new ExchangeInfo(this, outcome);
        replay = new ReplayBuffer(exchanges.replayBudget(), exchanges.limits().replayBytes());
        attempt = new Attempt(this, exchanges);
        timeLimits = new TimeLimits(this, exchanges);
        trace = exchanges.trace();
    }

    void begin(ClientContext client, HttpStream<ResponseHead> stream) {
        this.client = client;
        this.stream = stream;
        long nowNanos = System.nanoTime();
        outcome.begin(nowNanos);
        timeLimits.begin(nowNanos);
        ended = false;
        requestEnded = false;
        responseStarted = false;
        grpc = false;
        if (trace != null) {
            trace.clear();
        }
        exchanges.requestPath().begin(this);
    }

    // --- what the client sends ---

    @Override
    public void onHead(RequestHead head, boolean last) {
        this.head = head;
        outcome.asked(head.fields());
        requestEnded = last;
        if (!last) {
            timeLimits.awaitRequest();
        }
        if (exchanges.overloaded()) {
            exchanges.meters().shed().count(exchanges.loop().index());
            reply(Failure.OVERLOADED);
            return;
        }
        exchanges.requestPath().onHead(this);
    }

    @Override
    public void onData(ByteBuf received, boolean last) {
        if (ended) {
            received.release();
            return;
        }
        outcome.received(received.readableBytes());
        ByteBuf data = web == null ? received : web.translate(received, last);
        if (data == null) {
            misread();
            return;
        }
        requestEnded = last;
        if (grpc || head().http2()) { // what waits for an authorizer comes before it is known to be gRPC
            outcome.receivedMessages(data);
        }
        if (outcome.status() == 101) {
            timeLimits.awaitNothing();
        } else if (last) {
            awaitResponse();
        } else {
            timeLimits.awaitRequest();
        }
        for (int i = 0; i < shadows.size(); i++) {
            shadows.get(i).send(data, last);
        }
        attempt.send(data, last);
        if (check != null) {
            check.received();
        }
    }

    @Override
    public void onTrailers(HeaderBlock trailers) {
        if (ended) {
            return;
        }
        if (web != null && !web.mayEnd()) {
            misread();
            return;
        }
        requestEnded = true;
        timeLimits.awaitNothing();
        awaitResponse();
        for (int i = 0; i < shadows.size(); i++) {
            shadows.get(i).send(trailers);
        }
        attempt.send(trailers);
        if (check != null) {
            check.received();
        }
    }

    @Override
    public void onReadComplete() {
        attempt.flush();
        for (int i = 0; i < shadows.size(); i++) {
            shadows.get(i).flush();
        }
    }

    @Override
    public void onWritable() {
        attempt.read(true);
    }

    private void misread() {
        if (web != null) {
            onReset(web.fault());
        }
    }

    @Override
    public void onReset(Failure why) {
        if (ended) {
            return;
        }
        attempt.cancel(why);
        if (why == Failure.CLIENT_GONE || responseStarted) {
            cut(why);
        } else {
            reply(why);
        }
    }

    /** The request is answered before it takes the road. */
    void reject(@Nullable RequestHead understood, Failure why) {
        head = understood;
        reply(why);
    }

    // --- what RequestPath finds ---

    void enter(Generation current) {
        generation = current;
    }

    CompiledListener[] listeners() {
        ClientContext from = client();
        ClientTls tls = from.tls();
        CompiledTable table = required(generation).table();
        return tls == null ? table.listeners(from.port()) : table.secureListener(tls.listener());
    }

    /** The policies that guard pods; null = none does. */
    @Nullable
    PodGates pods() {
        return required(generation).table().pods();
    }

    void enter(CompiledListener found) {
        listener = found;
    }

    /** @param found null = it has no token */
    void enter(@Nullable Claims found) {
        claims = found;
    }

    void enter(CompiledRoute found) {
        route = found;
    }

    /** Holds the request until an external authorizer has answered. */
    void ask(CompiledAuthorizer authorizer, Consumer<Verdict> then) {
        AuthorizationCheck asked =
                new AuthorizationCheck(exchanges.loop(), authorizer, new RouterAsker(this, exchanges, then));
        check = asked;
        asked.received();
    }

    /** It has answered yes: its fields take the place of the client's. */
    void grant(Verdict.Passes passes) {
        granted = passes;
        passes.apply(head());
    }

    /** From here on every stage sees gRPC, where the client speaks gRPC-Web and its server translates it. */
    void translate() {
        if (listener != null && listener.grpcWeb()) {
            WebCall call = WebCall.of(head());
            if (call != null) {
                web = call;
                stream = new WebAnswer(call, stream());
            }
        }
    }

    /** Whether the client speaks gRPC-Web, and its answers are made of gRPC or of plain HTTP. */
    boolean translated() {
        return web != null;
    }

    void enter(CompiledForward action, CompiledDestination drawn) {
        forward = action;
        destination = drawn;
        grpc = GrpcReply.isDueTo(head());
        if (grpc) {
            outcome.ofGrpc();
        }
        timeLimits.settle(action, head().fields(), grpc);
    }

    /** Whether it is a gRPC call that some time limit holds for. */
    boolean limitedGrpc() {
        return grpc && timeLimits.any();
    }

    /** Whether it is a gRPC call, or was made one. */
    boolean isGrpc() {
        return grpc;
    }

    /** What keeps it on one endpoint is read from the request as it came. */
    void readKey(HashKeys keys) {
        keys.read(head(), this, key);
    }

    /** For a cluster that picks by hash. */
    long key() {
        return forward().hash() == null ? 0 : key.orRandom(random());
    }

    /** Of the port that the request came in on, whoever is meant: a port's listeners share them. */
    CompiledOptions options() {
        if (listener != null) {
            return listener.options();
        }
        CompiledListener[] ofPort = generation == null ? NO_LISTENERS : listeners();
        return ofPort.length == 0 ? CompiledOptions.DEFAULT : ofPort[0].options();
    }

    /** Balancers in front share out connections, not requests: one that is old makes way for another. */
    void ageConnection(long maxAgeNanos) {
        if (client().outlived(outcome.startNanos(), maxAgeNanos)) {
            stream().farewell();
        }
    }

    /** What proxies that are believed say of the client; null = nothing. */
    void trust(byte @Nullable [] address) {
        trustedAddress = address;
    }

    /** The answer will say that its origin may read it. */
    void allowOrigin(CompiledCors cors) {
        allowedOrigin = cors;
    }

    /** Holds the request; then the rest of its faults are injected. */
    void delay(long nanos) {
        outcome.delayed();
        timeLimits.hold(nanos);
    }

    /** True the first time: what a client may not say of itself is taken off its request once. */
    boolean arrives() {
        boolean first = !arrived;
        arrived = true;
        return first;
    }

    /** It is going to an endpoint: what is prepared now is the first try's. */
    void forwarding() {
        forwarded = true;
    }

    /** What its verified token says; null = it has none. */
    @Nullable
    Claims claims() {
        return claims;
    }

    /** The calling workload; null if unknown, or if nothing asks for it. */
    @Nullable
    Workload caller() {
        return listener != null && listener.asksCallers()
                ? exchanges.upstreams().caller(client().addressText())
                : null;
    }

    @Nullable
    String callerNamespace() {
        Workload caller = caller();
        return caller == null ? null : caller.namespace();
    }

    /** One copy a request, whatever the tries; before the first of them. */
    void shadow(CompiledShadow[] wanted) {
        for (CompiledShadow one : wanted) {
            ShadowRequest copy = one.draws(random()) ? exchanges.shadows().take(exchanges.pressed()) : null;
            if (copy != null) {
                exchanges.forwardedHeaders().forShadow(this, copy.head(), attempt.remainingMillis());
                shadows.add(copy);
                copy.start(this, one, requestEnded && replay.isEmpty());
                replay.copyTo(copy, requestEnded); // what came while a fault held the request
            }
        }
    }

    /** First attempt: the time the client is told to expect starts when its request is complete. */
    void attempt() {
        if (requestEnded) {
            awaitResponse();
        }
        attempt.start();
    }

    private void awaitResponse() {
        if (forwarded) { // else a fault holds it: its route's time begins with the first attempt
            timeLimits.awaitResponse(responseStarted);
        }
    }

    // --- what its time limits tell ---

    /** A fault has held it long enough. */
    void goOn() {
        exchanges.requestPath().afterDelay(this);
        onReadComplete(); // nobody reads just now who would flush what was sent
    }

    /** The route's time is over. */
    void timedOut() {
        attempt.timedOut();
        failed(Failure.RESPONSE_TIMEOUT);
    }

    /** What was due has not come. */
    void giveUp(Failure why) {
        attempt.cancel(why);
        failed(why);
    }

    // --- what the attempt tells ---

    void interim(ResponseHead interim) {
        stream().sendHead(interim, false);
    }

    /** The same, while nothing else is under way that would send it. */
    void interimNow(ResponseHead interim) {
        interim(interim);
        stream().flush();
    }

    /** The answer is chosen: from here on there is no other attempt. */
    void respond(ResponseHead response, boolean last) {
        responseStarted = true;
        outcome.responds(response, last, attempt.serviceMillis());
        exchanges.responseHeaders().prepare(this, response);
        key.addCookies(response.fields());
        outcome.keep(response.fields());
        if (last) {
            outcome.tell();
        }
        HttpStream<ResponseHead> target = stream();
        target.sendHead(response, last);
        if (last) {
            target.flush();
            finish();
        } else {
            if (response.status() == 101) {
                timeLimits.lift();
            } else {
                timeLimits.awaitMoreResponse();
            }
        }
    }

    void respond(ByteBuf data, boolean last) {
        outcome.sent(data);
        if (last) {
            outcome.tell();
        }
        HttpStream<ResponseHead> target = stream();
        target.sendData(data, last);
        if (last) {
            target.flush();
            finish();
            return;
        }
        if (outcome.status() != 101) {
            timeLimits.awaitMoreResponse();
        }
        if (!target.writable()) {
            target.flush();
            attempt.read(target.writable());
        }
    }

    /** The answer ends with these. */
    void respond(HeaderBlock trailers) {
        outcome.ends(trailers);
        outcome.tell();
        HttpStream<ResponseHead> target = stream();
        target.sendTrailers(trailers);
        target.flush();
        finish();
    }

    void flushResponse() {
        if (!ended) {
            stream().flush();
        }
    }

    /** Back-pressure from the endpoint. */
    void readRequest(boolean wanted) {
        if (!ended) {
            stream().read(wanted);
        }
    }

    /** No attempt is left, and nothing was answered. */
    void failed(Failure why) {
        if (responseStarted) {
            cut(why);
        } else {
            reply(why);
        }
    }

    // --- the end ---

    /** Answers with what the router has counted. */
    void replyMetrics() {
        metrics = Scrape.start(this, exchanges);
    }

    /** An answer of our own. */
    void reply(Failure why) {
        if (why.endsConnection()) {
            stream().retire();
        }
        exchanges.localReplies().failure(this, why, attempt.retried());
    }

    /** Sends a whole answer of our own. */
    void reply(ResponseHead response, ByteBuf body) {
        responseStarted = true;
        HttpStream<ResponseHead> target = stream();
        boolean bodyless = !body.isReadable();
        outcome.replies(response, body.readableBytes());
        outcome.keep(response.fields());
        outcome.tell();
        target.sendHead(response, bodyless);
        if (bodyless) {
            body.release();
        } else {
            target.sendData(body, true);
        }
        target.flush();
        finish();
    }

    /** The response has begun and cannot be completed, or nobody is there to hear it: what was sent is all there is. */
    private void cut(Failure why) {
        HttpStream<ResponseHead> target = stream();
        outcome.cut(responseStarted ? why.detailsOnceBegun() : why.details(), why.flag());
        outcome.tell();
        if (why != Failure.CLIENT_GONE) {
            target.flush();
        }
        target.reset(why);
        finish();
    }

    /** 13 however a request ends, it ends here, once: counted, and all it held let go. */
    void finish() {
        if (ended) {
            return;
        }
        ended = true;
        timeLimits.end();
        if (check != null) {
            check.cancel();
            check = null;
        }
        granted = null;
        if (metrics != null) {
            metrics.cancel();
            metrics = null;
        }
        outcome.tell();
        attempt.close();
        for (int i = 0; i < shadows.size(); i++) {
            shadows.get(i).detach();
        }
        shadows.clear();
        replay.clear();
        key.clear();
        client = null;
        stream = null;
        head = null;
        generation = null;
        forwarded = false;
        arrived = false;
        listener = null;
        claims = null;
        route = null;
        forward = null;
        destination = null;
        trustedAddress = null;
        allowedOrigin = null;
        web = null;
        exchanges.giveBack(this);
    }

    /** Response operations of the route and the destination, as far as these are known; then what origins may read. */
    void applyResponseHeaders(HeaderBlock fields) {
        if (granted != null) {
            granted.grantTo(fields);
        }
        CompiledRoute of = route;
        if (of == null) {
            return;
        }
        CompiledDestination drawn = destination;
        if (drawn == null) {
            of.headers().response().apply(fields, info);
        } else {
            CompiledHeaders.applyResponse(
                    of.headers(), drawn.headers(), forward().split().weighted(), fields, info);
        }
        CompiledCors cors = allowedOrigin;
        if (cors != null) {
            CrossOrigin.answer(head(), cors, fields);
        }
    }

    // --- what others may see ---

    boolean ended() {
        return ended;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    boolean responseStarted() {
        return responseStarted;
    }

    RequestHead head() {
        return required(head);
    }

    /** Null before a head was understood. */
    @Nullable
    RequestHead headOrNull() {
        return head;
    }

    ClientContext client() {
        return required(client);
    }

    /** Null before a listener was found. */
    @Nullable
    CompiledListener listenerOrNull() {
        return listener;
    }

    CompiledListener listener() {
        return required(listener);
    }

    CompiledForward forward() {
        return required(forward);
    }

    CompiledRoute route() {
        return required(route);
    }

    CompiledDestination destination() {
        return required(destination);
    }

    /** Of the destination drawn, which exists: RequestPath has seen to it. */
    UpstreamCluster cluster() {
        return required(required(destination).cluster());
    }

    @Nullable
    CompiledDestination destinationOrNull() {
        return destination;
    }

    /** Null if none is drawn, or the one drawn is not there. */
    @Nullable
    UpstreamCluster clusterOrNull() {
        return destination == null ? null : destination.cluster();
    }

    /** Of the last try; null before the first. */
    @Nullable
    UpstreamEndpoint endpoint() {
        return attempt.endpoint();
    }

    /** Tries so far; while the first is prepared it counts. */
    int attempts() {
        return forwarded ? Math.max(1, attempt.number()) : 0;
    }

    ExchangeInfo info() {
        return info;
    }

    Outcome outcome() {
        return outcome;
    }

    /** The client's address: the peer's, or what a proxy that is believed says. Shared: never written to. */
    @Override
    public byte[] remoteAddress() {
        byte[] trusted = trustedAddress;
        return trusted == null ? client().address() : trusted;
    }

    @Override
    public long connectionKey() {
        return client().connectionKey();
    }

    boolean behindProxies() {
        return trustedAddress != null;
    }

    @Nullable
    CompiledRoute routeOrNull() {
        return route;
    }

    /** Null = what the router was started with is told of it. */
    @Nullable
    Observations observations() {
        return generation == null ? null : generation.observations();
    }

    /** Whether it came in at the gateway. */
    boolean atGateway() {
        return listener != null && listener.role() == Role.GATEWAY;
    }

    /** What spans are made of such exchanges; null = none. */
    @Nullable
    SpanRule spans() {
        return exchanges.observer().spans(observations(), atGateway(), clusterOrNull());
    }

    /** Null = nothing is traced. */
    @Nullable
    ExchangeTrace trace() {
        return trace;
    }

    ReplayBuffer replay() {
        return replay;
    }

    /** Of the listener that knew the host. */
    Role role() {
        return listener().role();
    }

    void markPrepared(HeaderBlock fields) {
        preparedLength = fields.length();
        preparedFields = fields.count();
    }

    void rewindToPrepared(HeaderBlock fields) {
        fields.truncate(preparedLength, preparedFields);
    }

    /** For {@code x-envoy-upstream-service-time}. */
    long serviceMillis() {
        return attempt.serviceMillis();
    }

    LoopRandom random() {
        return exchanges.loop().random();
    }

    TimeLimits timeLimits() {
        return timeLimits;
    }

    private HttpStream<ResponseHead> stream() {
        return required(stream);
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("a stage was left out");
        }
        return value;
    }
}
