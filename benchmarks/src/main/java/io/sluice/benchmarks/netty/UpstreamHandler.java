package io.sluice.benchmarks.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection to a backend: serves one caller after another. */
// A write or close that fails ends in exceptionCaught or channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class UpstreamHandler extends ChannelInboundHandlerAdapter {
    private final UpstreamPool pool;
    private @Nullable Channel caller;
    private @Nullable CallerHandler exchange;
    private boolean keepAlive;

    UpstreamHandler(UpstreamPool pool) {
        this.pool = pool;
    }

    void serve(Channel nextCaller, CallerHandler nextExchange) {
        caller = nextCaller;
        exchange = nextExchange;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object part) {
        if (caller == null || exchange == null) {
            ReferenceCountUtil.release(part);
            ctx.close();
            return;
        }
        if (part instanceof HttpResponse response) {
            keepAlive = HttpUtil.isKeepAlive(response);
        }
        caller.write(part, caller.voidPromise());
        if (part instanceof LastHttpContent) {
            caller.flush();
            boolean complete = exchange.exchangeEnded(caller);
            caller = null;
            exchange = null;
            release(ctx, complete && keepAlive);
        }
    }

    private void release(ChannelHandlerContext ctx, boolean reusable) {
        if (reusable) {
            pool.release(ctx.channel());
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (caller != null) {
            caller.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (caller != null) {
            caller.config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.forget(ctx.channel());
        if (caller != null) {
            caller.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
