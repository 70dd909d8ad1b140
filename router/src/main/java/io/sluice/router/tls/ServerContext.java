package io.sluice.router.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.sluice.table.tls.ListenerTls.ClientCertificates;
import io.sluice.table.tls.ListenerTls.Mode.Terminate;
import java.io.IOException;
import java.lang.ref.Reference;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** How handshakes of one server end. <em>Shared</em>: immutable but for the keys of its tickets, which one thread changes. */
final class ServerContext {
    private static final int MOST_SESSIONS = 20_000;
    private static final long SESSION_SECONDS = 2 * 3600;

    private final SslContext context;
    private final @Nullable TicketKeys tickets;

    private ServerContext(Terminate mode) throws GeneralSecurityException, IOException {
        String minimum = mode.parameters().minimum();
        String maximum = mode.parameters().maximum();
        SslContextBuilder builder = SslContextBuilder.forServer(Pem.keys(mode.certificates()))
                .sslProvider(Provider.best())
                .protocols(Provider.versions(minimum == null ? "" : minimum, maximum == null ? "" : maximum))
                .ciphers(Ciphers.of(mode.parameters().ciphers()), SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(Provider.alpn("h2", "http/1.1"))
                .sessionCacheSize(MOST_SESSIONS)
                .sessionTimeout(SESSION_SECONDS);
        switch (mode.clients()) {
            case ClientCertificates.NotAsked none -> builder.clientAuth(ClientAuth.NONE);
            case ClientCertificates.Asked asked ->
                builder.clientAuth(asked.required() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL)
                        .trustManager(new LimitedTrust(
                                Trust.of(asked.ca()),
                                asked.subjectAltNames(),
                                asked.spkiHashes(),
                                asked.certificateHashes()));
        }
        context = Provider.build(builder, this);
        tickets = context.sessionContext() instanceof OpenSslSessionContext sessions ? new TicketKeys(sessions) : null;
    }

    /** @throws GeneralSecurityException if what the table says is no certificate, or its key is another's */
    static ServerContext of(Terminate mode) throws GeneralSecurityException {
        try {
            return new ServerContext(mode);
        } catch (IOException | IllegalArgumentException refused) {
            throw new GeneralSecurityException(refused.getMessage(), refused);
        }
    }

    SslHandler handler(ByteBufAllocator allocator) {
        try {
            return context.newHandler(allocator);
        } finally {
            Reference.reachabilityFence(this); // a table that has just gone may have been the last to hold it
        }
    }

    void rotateTickets() {
        if (tickets != null) {
            tickets.rotate();
        }
    }
}
