package io.sluice.router.loop;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The end of what a connection says: a FIN, and before it, over TLS, the word that nothing was cut off (RFC 8446 §6.1). */
public final class HalfClose {
    private HalfClose() {}

    /** Says it, once all that was written is with the network; what the peer says is still heard. */
    public static void output(ChannelHandlerContext context) {
        if (context.channel() instanceof DuplexChannel duplex) {
            SslHandler tls = context.pipeline().get(SslHandler.class);
            if (tls == null) {
                duplex.shutdownOutput();
            } else {
                tls.closeOutbound().addListener(done -> duplex.shutdownOutput());
            }
        }
    }
}
