package io.sluice.router.exchange;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.loop.LoopRandom;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledHeaders;
import io.sluice.table.Role;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request gains and loses before it is sent on: the edge's rules on gateway listeners, the mesh's on mesh listeners
 * (istio.md §5.1; istio-recorded.md §8, §9). Confined to its event loop.
 */
final class ForwardedHeaders {
    private static final byte[] HTTP = Ascii.bytes("http");
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
            FieldName.X_ENVOY_ATTEMPT_COUNT,
            FieldName.X_FORWARDED_CLIENT_CERT);

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

    /** The request as every attempt sends it, but for what {@link #forAttempt} adds. */
    void prepare(Exchange exchange, CompiledForward forward) {
        RequestHead head = exchange.head();
        boolean edge = exchange.role() == Role.GATEWAY;
        strip(head.fields(), edge ? AT_EDGE : IN_MESH);
        if (edge) {
            edge(head.fields(), exchange.client().address());
        } else {
            mesh(head.fields());
        }
        CompiledHeaders ofRoute = exchange.route().headers();
        CompiledHeaders ofDestination = exchange.destination().headers();
        boolean drawn = forward.split().weighted();
        CompiledHeaders.applyRequest(ofRoute, ofDestination, drawn, head.fields());
        rewritePath(head, forward);
        rewriteHost(
                head, forward, ofRoute.request().host(), ofDestination.request().host(), drawn);
        if (exchange.limitedGrpc()
                && (exchange.remainingNanos() != Long.MAX_VALUE || forward.perTryTimeoutNanos() > 0)) {
            // Each try says what is left of it (istio-recorded.md §5).
            head.fields().remove(FieldName.GRPC_TIMEOUT);
        }
        exchange.markPrepared(head.fields());
    }

    private static void strip(HeaderBlock fields, boolean[] stripped) {
        for (int i = 0; i < fields.count(); i++) {
            if (stripped[fields.field(i).index()]) {
                fields.remove(i);
            }
        }
    }

    private void edge(HeaderBlock fields, byte[] peer) {
        forwardedFor(fields, peer);
        fields.add(FieldName.X_FORWARDED_PROTO, HTTP);
        fields.add(FieldName.X_ENVOY_EXTERNAL_ADDRESS, peer);
        addRequestId(fields);
    }

    private void mesh(HeaderBlock fields) {
        if (!fields.has(FieldName.X_FORWARDED_PROTO)) {
            fields.add(FieldName.X_FORWARDED_PROTO, HTTP);
        }
        if (!fields.has(FieldName.X_REQUEST_ID)) {
            addRequestId(fields);
        }
    }

    /** Joined with {@code ,} and no blank; blanks that are there stay. */
    private static void forwardedFor(HeaderBlock fields, byte[] peer) {
        int first = fields.first(FieldName.X_FORWARDED_FOR);
        if (first < 0) {
            fields.add(FieldName.X_FORWARDED_FOR, peer);
            return;
        }
        fields.startLine(FieldName.X_FORWARDED_FOR);
        int added = fields.count() - 1;
        for (int i = first; i < added; i = fields.next(FieldName.X_FORWARDED_FOR, i)) {
            fields.append(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            fields.append(',');
            fields.remove(i);
        }
        fields.append(peer);
        fields.endLine();
    }

    private void addRequestId(HeaderBlock fields) {
        RequestId.write(random, requestId, 0);
        fields.add(FieldName.X_REQUEST_ID, requestId);
    }

    private static void rewritePath(RequestHead head, CompiledForward forward) {
        HeaderBlock fields = head.fields();
        if (forward.path() != null) {
            fields.remove(FieldName.X_ENVOY_ORIGINAL_PATH);
            fields.startLine(FieldName.X_ENVOY_ORIGINAL_PATH);
            fields.append(fields.bytes(), head.pathStart(), head.pathEnd());
            fields.append(fields.bytes(), head.queryStart(), head.queryEnd());
            fields.endLine();
            forward.path().rewrite(head);
        }
    }

    /** The route's word counts before the destination's; a drawn destination's alone leaves no trace of the old name. */
    private static void rewriteHost(
            RequestHead head,
            CompiledForward forward,
            byte @Nullable [] ofRoute,
            byte @Nullable [] ofDestination,
            boolean drawn) {
        byte[] byRoute = forward.authority() != null ? forward.authority() : ofRoute;
        byte[] authority = byRoute != null ? byRoute : ofDestination;
        if (authority != null) {
            HeaderBlock fields = head.fields();
            if (byRoute != null || !drawn) {
                fields.add(FieldName.X_ENVOY_ORIGINAL_HOST, fields.bytes(), head.hostStart(), head.hostEnd());
            }
            fields.remove(head.hostLine());
            fields.add(FieldName.HOST, authority);
            int line = fields.count() - 1;
            head.host(line, fields.valueStart(line), fields.valueEnd(line));
        }
    }

    /** What a copy says of itself beside what the first try says (istio-recorded.md §6). */
    void forShadow(Exchange exchange, RequestHead copy, long remainingMillis) {
        forAttempt(exchange, 1, remainingMillis);
        copy.copy(exchange.head());
        forwardedFor(copy.fields(), exchange.client().localAddress());
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
        fields.add(FieldName.X_ENVOY_ATTEMPT_COUNT, number);
        if (remainingMillis > 0) {
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
