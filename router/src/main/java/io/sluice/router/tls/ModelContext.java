package io.sluice.router.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.internal.tcnative.SSL;
import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.UpstreamTls.Mesh;
import io.sluice.table.tls.UpstreamTls.Tls;
import java.io.IOException;
import java.lang.ref.Reference;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How connections to the endpoints of one cluster are opened: whom they believe, and what they show. <em>Shared</em>: immutable. */
public final class ModelContext {
    private final SslContext context;
    private final @Nullable String serverName;
    private final boolean verifies;

    private ModelContext(Mesh mesh, boolean http2) throws GeneralSecurityException, IOException {
        // By these sidecars that take plaintext, too, know whom they speak with.
        context = Provider.build(
                SslContextBuilder.forClient()
                        .sslProvider(Provider.best())
                        .protocols(Provider.versions("", ""))
                        .ciphers(Ciphers.of(List.of()), SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(
                                http2
                                        ? Provider.alpn("istio-h2", "istio", "h2")
                                        : Provider.alpn("istio-http/1.1", "istio", "http/1.1"))
                        .endpointIdentificationAlgorithm(null)
                        .trustManager(new MeshTrust(Trust.of(mesh.ca()), mesh.identities()))
                        .keyManager(Pem.keys(List.of(mesh.own()))),
                this);
        serverName = mesh.serverName();
        verifies = true;
    }

    private ModelContext(Tls tls, boolean http2) throws GeneralSecurityException, IOException {
        // The certificate is for the host of a request where the rule names neither a name to ask for nor one to find.
        boolean named = tls.verify()
                && tls.serverName() == null
                && tls.subjectAltNames().isEmpty();
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(Provider.best())
                .protocols(Provider.versions("", ""))
                .ciphers(Ciphers.of(List.of()), SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(Provider.alpn(http2 ? "h2" : "http/1.1"))
                .endpointIdentificationAlgorithm(named ? "HTTPS" : null);
        if (tls.verify()) {
            builder.trustManager(new LimitedTrust(Trust.of(tls.ca()), tls.subjectAltNames(), List.of(), List.of()));
        } else {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        Certificate own = tls.own();
        if (own != null) {
            builder.keyManager(Pem.keys(List.of(own)));
        }
        context = Provider.build(builder, this);
        serverName = tls.serverName();
        verifies = tls.verify();
    }

    /** @throws GeneralSecurityException if what the table says cannot be used */
    public static ModelContext of(Tls tls, boolean http2) throws GeneralSecurityException {
        try {
            return new ModelContext(tls, http2);
        } catch (IOException | IllegalArgumentException refused) {
            throw new GeneralSecurityException(refused.getMessage(), refused);
        }
    }

    /** @throws GeneralSecurityException if what the table says cannot be used */
    public static ModelContext of(Mesh mesh, boolean http2) throws GeneralSecurityException {
        try {
            return new ModelContext(mesh, http2);
        } catch (IOException | IllegalArgumentException refused) {
            throw new GeneralSecurityException(refused.getMessage(), refused);
        }
    }

    /**
     * The handler of one connection.
     *
     * @param host of the requests that it will carry, without port
     */
    public SslHandler handler(ByteBufAllocator allocator, String host, int port) {
        SslHandler handler = made(allocator, serverName == null ? host : serverName, port);
        if (serverName == null) {
            return handler;
        }
        // Names of the mesh hold underscores, which a name given in Java's way must not: it would be left out.
        if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
            SSL.setTlsExtHostName(engine.sslPointer(), serverName);
        }
        return handler;
    }

    /** The SPIFFE ID of who was met in this handshake, if anybody looked; empty = none. */
    public String principal(SslHandler handshake) {
        return verifies ? PeerCertificate.principal(handshake.engine().getSession()) : "";
    }

    private SslHandler made(ByteBufAllocator allocator, String name, int port) {
        try {
            return context.newHandler(allocator, name, port);
        } finally {
            Reference.reachabilityFence(this); // a table that has just gone may have been the last to hold it
        }
    }
}
