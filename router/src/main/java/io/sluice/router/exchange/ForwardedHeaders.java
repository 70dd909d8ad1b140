package io.sluice.router.exchange;

import io.sluice.router.exchange.fields.RequestId;
import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.Framing;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.loop.LoopRandom;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledOptions;
import io.sluice.router.route.path.PathRewriter;
import io.sluice.router.trace.ExchangeTrace;
import io.sluice.table.Role;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request gains and loses before it is sent on: the edge's rules on gateway listeners, the mesh's on mesh listeners
 * (istio.md §5.1; istio-recorded.md §8, §9). Confined to its event loop.
 */
final class ForwardedHeaders {
    private static final byte[] TRUE = Ascii.bytes("true");

    /** Nobody may ask the router for these from outside. */
    private static final Set<FieldName> STRIPPED = EnumSet.of(
            FieldName.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS,
            FieldName.X_ENVOY_FORCE_TRACE,
            FieldName.X_ENVOY_HEDGE_ON_PER_TRY_TIMEOUT,
            FieldName.X_ENVOY_INTERNAL,
            FieldName.X_ENVOY_IP_TAGS,
            FieldName.X_ENVOY_MAX_RETRIES,
            FieldName.X_ENVOY_ORIGINAL_URL,
            FieldName.X_ENVOY_RETRIABLE_HEADER_NAMES,
            FieldName.X_ENVOY_RETRIABLE_STATUS_CODES,
            FieldName.X_ENVOY_RETRY_GRPC_ON,
            FieldName.X_ENVOY_RETRY_ON,
            FieldName.X_ENVOY_UPSTREAM_ALT_STAT_NAME,
            FieldName.X_ENVOY_UPSTREAM_RQ_PER_TRY_TIMEOUT_MS,
            FieldName.X_ENVOY_UPSTREAM_RQ_TIMEOUT_ALT_RESPONSE,
            FieldName.X_ENVOY_UPSTREAM_RQ_TIMEOUT_MS,
            FieldName.X_ENVOY_ATTEMPT_COUNT);

    /** Strangers may not bring these either; workloads of the mesh may. */
    private static final Set<FieldName> STRIPPED_AT_EDGE = EnumSet.of(
            FieldName.X_ENVOY_DECORATOR_OPERATION,
            FieldName.X_ENVOY_DOWNSTREAM_SERVICE_CLUSTER,
            FieldName.X_ENVOY_DOWNSTREAM_SERVICE_NODE,
            FieldName.X_ENVOY_EXTERNAL_ADDRESS,
            FieldName.X_ENVOY_ORIGINAL_PATH,
            FieldName.X_ENVOY_ORIGINAL_HOST,
            FieldName.X_ENVOY_PEER_METADATA,
            FieldName.X_ENVOY_PEER_METADATA_ID,
            FieldName.X_FORWARDED_PROTO,
            FieldName.X_REQUEST_ID);

    private static final boolean[] AT_EDGE = table(true);
    private static final boolean[] IN_MESH = table(false);

    private final LoopRandom random;
    private final byte[] requestId = new byte[RequestId.LENGTH];

    ForwardedHeaders(LoopRandom random) {
        this.random = random;
    }

    private static boolean[] table(boolean edge) {
        boolean[] table = new boolean[FieldName.values().length];
        STRIPPED.forEach(field -> table[field.index()] = true);
        if (edge) {
            STRIPPED_AT_EDGE.forEach(field -> table[field.index()] = true);
        }
        return table;
    }

    /** What a client may not say of itself goes, and what the router knows of it comes; once a request, before policies ask. */
    void arrive(Exchange exchange) {
        if (!exchange.arrives()) {
            return;
        }
        RequestHead head = exchange.head();
        CompiledOptions options = exchange.options();
        arrive(head, options, exchange.role(), exchange.client().address(), exchange.remoteAddress());
        if (options.requestId() && !head.fields().has(FieldName.X_REQUEST_ID)) {
            addRequestId(head.fields());
        }
    }

    /** But for the request's number. */
    static void arrive(RequestHead head, CompiledOptions options, Role role, byte[] peer, byte[] remote) {
        HeaderBlock fields = head.fields();
        boolean edge = role == Role.GATEWAY;
        strip(fields, edge ? AT_EDGE : IN_MESH, options);
        if (edge) {
            fields.join(FieldName.X_FORWARDED_FOR, peer);
        }
        if (!fields.has(FieldName.X_FORWARDED_PROTO)) {
            fields.add(FieldName.X_FORWARDED_PROTO, head.scheme());
        }
        if (edge) {
            fields.add(FieldName.X_ENVOY_EXTERNAL_ADDRESS, remote);
        }
    }

    /** The request as the first attempt sends it; {@link #forAttempt} has what differs from try to try. */
    void prepare(Exchange exchange, CompiledForward forward) {
        arrive(exchange);
        RequestHead head = exchange.head();
        HeaderBlock fields = head.fields();
        CompiledOptions options = exchange.options();
        if (options.attemptCount()) {
            fields.add(FieldName.X_ENVOY_ATTEMPT_COUNT, 1);
        }
        ExchangeTrace trace = exchange.trace();
        if (trace != null) {
            trace.send(fields, exchange.spans()); // before the route's own operations, which may take it off
        }
        CompiledHeaders ofRoute = exchange.route().headers();
        CompiledHeaders ofDestination = exchange.destination().headers();
        boolean drawn = forward.split().weighted();
        CompiledHeaders.applyRequest(ofRoute, ofDestination, drawn, fields, exchange.info());
        keepFraming(head);
        if (forward.path() != null) {
            rewritePath(head, forward.path(), options);
        }
        rewriteHost(
                head, forward, ofRoute.request().host(), ofDestination.request().host(), drawn, options);
        if (exchange.limitedGrpc()
                && (exchange.timeLimits().remainingNanos() != Long.MAX_VALUE || forward.perTryTimeoutNanos() > 0)) {
            // Each try says what is left of it (istio-recorded.md §5).
            fields.remove(FieldName.GRPC_TIMEOUT);
        }
        exchange.markPrepared(fields);
    }

    private static void strip(HeaderBlock fields, boolean[] stripped, CompiledOptions options) {
        for (int i = 0; i < fields.count(); i++) {
            FieldName field = fields.field(i);
            if (stripped[field.index()] && !passes(field, options)) {
                fields.remove(i);
            }
        }
    }

    /** What the listener's options let pass all the same. */
    private static boolean passes(FieldName field, CompiledOptions options) {
        return switch (field) {
            case X_FORWARDED_PROTO -> options.trustedProxies() > 0;
            case X_REQUEST_ID -> !options.requestId();
            default -> false;
        };
    }

    /** A body whose length an operation has removed is told in chunks: never is its end left to be guessed. */
    private static void keepFraming(RequestHead head) {
        if (head.framing() == Framing.LENGTH && !head.fields().has(FieldName.CONTENT_LENGTH)) {
            head.framing(Framing.CHUNKED, 0);
        }
    }

    private void addRequestId(HeaderBlock fields) {
        RequestId.write(random, requestId, 0);
        fields.add(FieldName.X_REQUEST_ID, requestId);
    }

    static void rewritePath(RequestHead head, PathRewriter rewriter, CompiledOptions options) {
        HeaderBlock fields = head.fields();
        if (options.debugHeaders()) {
            fields.remove(FieldName.X_ENVOY_ORIGINAL_PATH);
            fields.startLine(FieldName.X_ENVOY_ORIGINAL_PATH);
            head.appendTarget(fields);
            fields.endLine();
        }
        rewriter.rewrite(head);
    }

    /**
     * A drawn destination changes the host first, and leaves no trace of the old one; then the route, whose word counts, notes
     * the one it finds. Of a single destination the two are one level, of which the route's word counts (istio-recorded.md §4).
     */
    static void rewriteHost(
            RequestHead head,
            CompiledForward forward,
            byte @Nullable [] ofRoute,
            byte @Nullable [] ofDestination,
            boolean drawn,
            CompiledOptions options) {
        if (drawn && ofDestination != null) {
            replaceHost(head, ofDestination);
        }
        byte[] rewritten = forward.authority();
        byte[] byRoute = rewritten != null ? rewritten : ofRoute;
        byte[] last = byRoute != null || drawn ? byRoute : ofDestination;
        if (last == null) {
            return;
        }
        HeaderBlock fields = head.fields();
        if (options.debugHeaders()) {
            fields.remove(FieldName.X_ENVOY_ORIGINAL_HOST);
            fields.add(FieldName.X_ENVOY_ORIGINAL_HOST, fields.bytes(), head.hostStart(), head.hostEnd());
        }
        if (rewritten != null && options.forwardedHost()) {
            appendTo(fields, FieldName.X_FORWARDED_HOST, head.hostStart(), head.hostEnd());
        }
        replaceHost(head, last);
    }

    private static void replaceHost(RequestHead head, byte[] authority) {
        HeaderBlock fields = head.fields();
        if (head.hostLine() >= 0) {
            fields.remove(head.hostLine());
        }
        fields.add(FieldName.HOST, authority);
        int line = fields.count() - 1;
        head.host(line, fields.valueStart(line), fields.valueEnd(line));
    }

    /** Adds a range of the block's own bytes to what a client has sent of a list, without a blank. */
    private static void appendTo(HeaderBlock fields, FieldName field, int start, int end) {
        int first = fields.first(field);
        fields.startLine(field);
        int added = fields.count() - 1;
        for (int i = first; i >= 0 && i < added; i = fields.next(field, i)) {
            fields.append(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            fields.append(',');
            fields.remove(i);
        }
        fields.append(fields.bytes(), start, end);
        fields.endLine();
    }

    /** What a copy says of itself beside what the first try says (istio-recorded.md §6). */
    void forShadow(Exchange exchange, RequestHead copy, long remainingMillis) {
        forAttempt(exchange, 1, remainingMillis);
        copy.copy(exchange.head());
        copy.fields().join(FieldName.X_FORWARDED_FOR, exchange.client().localAddress());
        copy.fields().add(FieldName.X_ENVOY_INTERNAL, TRUE);
    }

    /**
     * What differs from try to try.
     *
     * @param remainingMillis 0 = no limit
     */
    void forAttempt(Exchange exchange, int number, long remainingMillis) {
        HeaderBlock fields = exchange.head().fields();
        exchange.rewindToPrepared(fields);
        CompiledOptions options = exchange.options();
        if (number > 1 && options.attemptCount()) {
            fields.remove(FieldName.X_ENVOY_ATTEMPT_COUNT);
            fields.add(FieldName.X_ENVOY_ATTEMPT_COUNT, number);
        }
        if (remainingMillis > 0 && options.debugHeaders()) {
            fields.add(FieldName.X_ENVOY_EXPECTED_RQ_TIMEOUT_MS, remainingMillis);
            if (exchange.limitedGrpc()) {
                fields.startLine(FieldName.GRPC_TIMEOUT);
                fields.appendDecimal(remainingMillis);
                fields.append('m');
                fields.endLine();
            }
        }
    }
}
