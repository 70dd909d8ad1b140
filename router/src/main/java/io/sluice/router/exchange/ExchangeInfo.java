package io.sluice.router.exchange;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.ClientTls;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.Origin;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.policy.Format.Attribute;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What header formats may show of an exchange (istio-recorded.md §4), and the access log once it is over. Asked only where there are
 * formats, so texts are made here as they are needed. Confined to its event loop.
 */
final class ExchangeInfo implements StreamInfo {
    /** Of a request that could not be understood. */
    private static final RequestHead NOT_UNDERSTOOD = new RequestHead();

    private final Exchange exchange;
    private final Outcome outcome;

    ExchangeInfo(Exchange exchange, Outcome outcome) {
        this.exchange = exchange;
        this.outcome = outcome;
    }

    @Override
    public RequestHead request() {
        RequestHead head = exchange.headOrNull();
        return head == null ? NOT_UNDERSTOOD : head;
    }

    @Override
    public @Nullable HeaderBlock response(HeaderBlock changed) {
        if (outcome.told()) {
            return outcome.loggedResponse();
        }
        return changed == request().fields() ? null : changed;
    }

    @Override
    public boolean mutualTls() {
        return exchange.client().certified();
    }

    @Override
    public long startMillis() {
        return System.currentTimeMillis() - outcome.elapsedNanos() / 1_000_000;
    }

    @Override
    public void append(Attribute attribute, HeaderBlock target) {
        switch (attribute) {
            case BYTES_RECEIVED -> target.appendDecimal(outcome.receivedBytes());
            // The head goes before the body.
            case BYTES_SENT -> target.appendDecimal(outcome.told() ? outcome.sentBodyBytes() : 0);
            case DOWNSTREAM_DIRECT_REMOTE_ADDRESS -> address(peer(), peerPort(), target);
            case DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT -> target.append(peer());
            case DOWNSTREAM_DIRECT_REMOTE_PORT -> target.appendDecimal(peerPort());
            case DOWNSTREAM_LOCAL_ADDRESS -> address(local(), exchange.client().port(), target);
            case DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT -> target.append(local());
            case DOWNSTREAM_LOCAL_PORT -> target.appendDecimal(exchange.client().port());
            case DOWNSTREAM_REMOTE_ADDRESS -> address(exchange.remoteAddress(), remotePort(), target);
            case DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT -> target.append(exchange.remoteAddress());
            case DOWNSTREAM_REMOTE_PORT -> target.appendDecimal(remotePort());
            case DURATION -> duration(target);
            case PROTOCOL -> protocol(target);
            case RESPONSE_CODE -> target.appendDecimal(outcome.told() ? outcome.status() : outcome.upstreamStatus());
            case RESPONSE_CODE_DETAILS -> text(outcome.details(), target);
            case RESPONSE_FLAGS -> target.append(outcome.flags());
            case ROUTE_NAME -> routeName(target);
            case UPSTREAM_CLUSTER -> cluster(target);
            case UPSTREAM_HOST, UPSTREAM_REMOTE_ADDRESS -> upstream(true, true, target);
            case UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT -> upstream(true, false, target);
            case UPSTREAM_REMOTE_PORT -> upstream(false, true, target);
            case UPSTREAM_REQUEST_ATTEMPT_COUNT -> target.appendDecimal(exchange.attempts());
            case GRPC_STATUS_NUMBER -> number(outcome.grpcStatus(), target);
            case REQUESTED_SERVER_NAME -> serverName(target);
            case UPSTREAM_CLUSTER_RAW -> text(cluster(Cluster::name), target);
            case UPSTREAM_SERVICE_TIME -> number(outcome.upstreamServiceMillis(), target);
            case SLUICE_DESTINATION_SERVICE -> text(cluster(Cluster::host), target);
            case SLUICE_SUBSET -> text(cluster(Cluster::subset), target);
            case SLUICE_OVERHEAD_MICROS -> target.appendDecimal(outcome.overheadNanos() / 1000);
            case SLUICE_VIRTUAL_SERVICE -> virtualService(target);
            case SLUICE_RULE -> {
                CompiledRoute route = exchange.routeOrNull();
                text(route == null ? null : route.origin().field(), target);
            }
        }
    }

    private void protocol(HeaderBlock target) {
        if (exchange.headOrNull() != null) {
            target.append(request().http2() ? "HTTP/2" : request().minorVersion() == 0 ? "HTTP/1.0" : "HTTP/1.1");
        }
    }

    /** Where a name is missing, the access log shows Envoy's. */
    private void routeName(HeaderBlock target) {
        CompiledRoute route = exchange.routeOrNull();
        if (route != null) {
            text(route.name().isEmpty() && outcome.told() ? "default" : route.name(), target);
        }
    }

    private void serverName(HeaderBlock target) {
        ClientTls tls = exchange.client().tls();
        text(tls == null ? null : tls.serverName(), target);
    }

    private @Nullable String cluster(Function<Cluster, String> of) {
        UpstreamCluster cluster = exchange.clusterOrNull();
        return cluster == null ? null : of.apply(cluster.cluster());
    }

    /** As {@link Origin#namespacedName} has it. */
    private void virtualService(HeaderBlock target) {
        CompiledRoute route = exchange.routeOrNull();
        if (route != null) {
            target.append(route.origin().namespace());
            target.append('/');
            target.append(route.origin().name());
        }
    }

    /** Below 0 there is none. */
    private static void number(long number, HeaderBlock target) {
        if (number >= 0) {
            target.appendDecimal(number);
        }
    }

    private byte[] peer() {
        return exchange.client().address();
    }

    private int peerPort() {
        return exchange.client().peerPort();
    }

    /** An address that another proxy told comes without a port. */
    private int remotePort() {
        return exchange.behindProxies() ? 0 : peerPort();
    }

    private byte[] local() {
        return exchange.client().localAddress();
    }

    private static void address(byte[] address, int port, HeaderBlock target) {
        boolean ipv6 = Ascii.indexOf(address, ':') >= 0;
        if (ipv6) {
            target.append('[');
        }
        target.append(address);
        if (ipv6) {
            target.append(']');
        }
        target.append(':');
        target.appendDecimal(port);
    }

    private void duration(HeaderBlock target) {
        if (outcome.details() != null) {
            target.appendDecimal(outcome.elapsedNanos() / 1_000_000);
        }
    }

    /** Istio names clusters with an alternative name for statistics, which is empty: hence the semicolon. */
    private void cluster(HeaderBlock target) {
        UpstreamCluster cluster = exchange.clusterOrNull();
        if (cluster != null) {
            target.append(cluster.cluster().name());
            target.append(';');
        }
    }

    private void upstream(boolean withAddress, boolean withPort, HeaderBlock target) {
        UpstreamEndpoint endpoint = exchange.endpoint();
        if (endpoint == null) {
            return;
        }
        byte[] address = endpoint.addressText();
        int port = endpoint.address().getPort();
        if (withAddress && withPort) {
            address(address, port, target);
        } else if (withAddress) {
            target.append(address);
        } else {
            target.appendDecimal(port);
        }
    }

    private static void text(@Nullable String text, HeaderBlock target) {
        if (text != null) {
            target.append(text);
        }
    }
}
