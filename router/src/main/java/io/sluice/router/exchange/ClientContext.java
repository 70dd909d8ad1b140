package io.sluice.router.exchange;

import io.netty.util.internal.EmptyArrays;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.ClientTls;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.http.StreamListener;
import io.sluice.router.policy.Peer;
import io.sluice.router.telemetry.traffic.Source;
import io.sluice.router.telemetry.traffic.Sources;
import io.sluice.table.cluster.Endpoint.Workload;
import org.jspecify.annotations.Nullable;

/** A client connection as its exchanges see it: which port it came in on, and from where. Confined to its event loop. */
final class ClientContext implements StreamAcceptor {
    private final LoopExchanges exchanges;
    private final int port;
    private final String addressText;
    private final byte[] address;
    private final int peerPort;
    private final byte[] localAddress;
    private final @Nullable ClientTls tls;
    private final Peer peer;
    private final byte[] serverName;
    private final long openedNanos = System.nanoTime();
    private final byte[] certificate;
    private long connectionKey;
    private final String principal;
    private @Nullable Sources known;
    private Source source = Source.UNKNOWN;
    private @Nullable Workload workload;
    private Peer caller = Peer.STRANGER;

    ClientContext(
            LoopExchanges exchanges,
            int port,
            String localAddress,
            String addressText,
            int peerPort,
            @Nullable ClientTls tls) {
        this.exchanges = exchanges;
        this.port = port;
        this.addressText = addressText;
        address = Ascii.bytes(addressText);
        this.peerPort = peerPort;
        this.localAddress = Ascii.bytes(localAddress);
        this.tls = tls;
        peer = tls == null ? Peer.NOBODY : Peer.of(tls.certificate().identity());
        certificate = tls == null
                ? EmptyArrays.EMPTY_BYTES
                : Ascii.bytes(tls.certificate().forwarded());
        principal = tls == null ? "" : tls.certificate().principal();
        serverName = tls == null ? EmptyArrays.EMPTY_BYTES : Ascii.bytes(tls.serverName());
    }

    @Override
    public StreamListener<RequestHead> accept(HttpStream<ResponseHead> stream) {
        Exchange exchange = exchanges.take();
        exchange.begin(this, stream);
        return exchange;
    }

    @Override
    public void reject(HttpStream<ResponseHead> stream, @Nullable RequestHead head, Failure why) {
        Exchange exchange = exchanges.take();
        exchange.begin(this, stream);
        exchange.reject(head, why);
    }

    /** What TLS knows of it; null = it is plaintext. */
    @Nullable
    ClientTls tls() {
        return tls;
    }

    /** Who its certificate says it is. */
    Peer peer() {
        return peer;
    }

    /** Who calls in the mesh, where nobody shows a certificate: made anew only when what is known of its address has changed. */
    @SuppressWarnings("ReferenceEquality") // an equal one has another object, once
    Peer caller() {
        Workload now = exchanges.upstreams().caller(addressText);
        if (now != workload) {
            workload = now;
            caller = Peer.ofCaller(now);
        }
        return caller;
    }

    /** Whether it has shown a certificate, which was verified. */
    boolean certified() {
        return certificate.length > 0;
    }

    /** What endpoints are told of its certificate; empty = it has shown none. Shared: never written to. */
    byte[] certificate() {
        return certificate;
    }

    /** The name that its handshake asked for; empty = none. Shared: never written to. */
    byte[] serverName() {
        return serverName;
    }

    /** The bound port. */
    int port() {
        return port;
    }

    /** The peer's address, without port. */
    String addressText() {
        return addressText;
    }

    /** Who calls, as metrics know it: looked up anew only when who is known has changed. */
    Source source() {
        Sources now = exchanges.upstreams().sources();
        if (now != known) {
            known = now;
            source = now.at(addressText, principal);
        }
        return source;
    }

    /** The same as bytes. Shared: never written to. */
    byte[] address() {
        return address;
    }

    /** A random number of its own, drawn when it is first asked for. */
    long connectionKey() {
        while (connectionKey == 0) {
            connectionKey = exchanges.loop().random().nextLong();
        }
        return connectionKey;
    }

    /** Whether it is older than that, and up to a tenth more: connections that were opened together are not closed together. */
    boolean outlived(long nowNanos, long maxAgeNanos) {
        long age = nowNanos - openedNanos;
        return age > maxAgeNanos && age > maxAgeNanos + (connectionKey() >>> 1) % (maxAgeNanos / 10 + 1);
    }

    /** The peer's port. */
    int peerPort() {
        return peerPort;
    }

    /** The router's own address, as this client called it. Shared: never written to. */
    byte[] localAddress() {
        return localAddress;
    }
}
