package io.sluice.router.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * A connection to an endpoint, until its handshake is over; then whoever sends requests takes its place, as on a plaintext
 * connection that has just been opened. Confined to its event loop.
 */
public final class ModelHandshake extends ChannelInboundHandlerAdapter {
    private final ChannelHandler connection;
    private final ChannelPromise opened;

    private ModelHandshake(ChannelHandler connection, ChannelPromise opened) {
        this.connection = connection;
        this.opened = opened;
    }

    /** Puts the handshake where the connection's handler will be. */
    public static void begin(Channel channel, SslHandler tls, ChannelHandler connection, ChannelPromise opened) {
        channel.pipeline().addLast(new WholeRecords(), tls, new ModelHandshake(connection, opened));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof SslHandshakeCompletionEvent end)) {
            return;
        }
        if (end.isSuccess()) {
            context.pipeline().replace(this, null, connection);
            opened.trySuccess();
        } else {
            opened.tryFailure(end.cause());
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        opened.tryFailure(cause);
        context.close();
    }
}
