package io.sluice.router.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * A server of a port, as a handshake finds it. Immutable.
 *
 * @param listener its name
 * @param context null = it has no certificate that could be used, and takes nobody
 */
public record SecureServer(String listener, @Nullable ServerContext context) {

    /** The handler of one connection; null if nobody is taken. */
    public @Nullable SslHandler handler(ByteBufAllocator allocator) {
        return context == null ? null : context.handler(allocator);
    }
}
