package io.sluice.router.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.sluice.table.SniRoute;
import org.jspecify.annotations.Nullable;

/** A server of a port, as a handshake finds it. Immutable. */
public sealed interface SecureServer {
    /** Its name. */
    String listener();

    /**
     * Handshakes end here.
     *
     * @param context null = it has no certificate that could be used, and takes nobody
     */
    record Ending(String listener, @Nullable ServerContext context) implements SecureServer {

        /** The handler of one connection; null if nobody is taken. */
        @Nullable
        SslHandler handler(ByteBufAllocator allocator) {
            return context == null ? null : context.handler(allocator);
        }
    }

    /**
     * Handshakes end behind a route that sees the hello alone.
     *
     * @param declared what the route was compiled from
     */
    record Passing(String listener, SniRoute declared, Unopened route) implements SecureServer {}
}
