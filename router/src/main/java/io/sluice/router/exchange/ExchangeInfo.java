package io.sluice.router.exchange;

import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.policy.Format.Attribute;
import org.jspecify.annotations.Nullable;

/**
 * What header formats may show of an exchange (istio-recorded.md §4). Asked only by routes that have formats, so texts are
 * made here as they are needed. Confined to its event loop.
 */
final class ExchangeInfo implements StreamInfo {
    private final Exchange exchange;

    ExchangeInfo(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public RequestHead request() {
        return exchange.head();
    }

    @Override
    public long startMillis() {
        return System.currentTimeMillis() - exchange.elapsedNanos() / 1_000_000;
    }

    @Override
    public void append(Attribute attribute, HeaderBlock target) {
        switch (attribute) {
            case BYTES_RECEIVED -> target.appendDecimal(exchange.receivedBytes());
            case BYTES_SENT -> target.append('0'); // the head goes before the body
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
            case PROTOCOL ->
                target.append(Ascii.bytes(
                        request().http2() ? "HTTP/2" : "HTTP/1." + request().minorVersion()));
            case RESPONSE_CODE -> target.appendDecimal(exchange.upstreamStatus());
            case RESPONSE_CODE_DETAILS -> text(exchange.details(), target);
            case RESPONSE_FLAGS -> target.append(Ascii.bytes(exchange.flags()));
            case ROUTE_NAME -> target.append(Ascii.bytes(exchange.route().name()));
            case UPSTREAM_CLUSTER -> cluster(target);
            case UPSTREAM_HOST, UPSTREAM_REMOTE_ADDRESS -> upstream(true, true, target);
            case UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT -> upstream(true, false, target);
            case UPSTREAM_REMOTE_PORT -> upstream(false, true, target);
            case UPSTREAM_REQUEST_ATTEMPT_COUNT -> target.appendDecimal(exchange.attempts());
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
        boolean ipv6 = Ascii.text(address, 0, address.length).indexOf(':') >= 0;
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
        if (exchange.details() != null) {
            target.appendDecimal(exchange.elapsedNanos() / 1_000_000);
        }
    }

    /** Istio names clusters with an alternative name for statistics, which is empty: hence the semicolon. */
    private void cluster(HeaderBlock target) {
        UpstreamCluster cluster = exchange.clusterOrNull();
        if (cluster != null) {
            target.append(Ascii.bytes(cluster.cluster().name()));
            target.append(';');
        }
    }

    private void upstream(boolean withAddress, boolean withPort, HeaderBlock target) {
        UpstreamEndpoint endpoint = exchange.endpoint();
        if (endpoint == null) {
            return;
        }
        byte[] address = Ascii.bytes(endpoint.address().getAddress().getHostAddress());
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
            target.append(Ascii.bytes(text));
        }
    }
}
