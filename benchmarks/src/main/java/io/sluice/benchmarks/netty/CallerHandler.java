package io.sluice.benchmarks.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.sluice.benchmarks.load.ModelCall;
import java.util.ArrayDeque;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A caller's connection: one exchange at a time, its parts passed on as they come. */
// A write or close that fails ends in exceptionCaught or channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class CallerHandler extends ChannelInboundHandlerAdapter {
    private static final int MAIN_PERCENT = 75;

    private final UpstreamPool main;
    private final UpstreamPool canary;
    /** Parts of a request whose upstream is still connecting. */
    private final ArrayDeque<Object> waiting = new ArrayDeque<>();

    private @Nullable Channel upstream;
    private boolean inExchange;
    private boolean requestEnded;

    CallerHandler(UpstreamPool main, UpstreamPool canary) {
        this.main = main;
        this.canary = canary;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object part) {
        if (part instanceof HttpRequest request) {
            if (inExchange || request.decoderResult().isFailure() || !rewrite(request)) {
                ReferenceCountUtil.release(part);
                reply(ctx, HttpResponseStatus.NOT_FOUND);
                return;
            }
            inExchange = true;
            requestEnded = false;
            chooseUpstream(ctx);
        }
        requestEnded |= part instanceof LastHttpContent;
        if (!inExchange) {
            ReferenceCountUtil.release(part);
        } else if (upstream == null) {
            waiting.add(part);
        } else {
            upstream.write(part, upstream.voidPromise());
            ctx.channel().config().setAutoRead(upstream.isWritable() || requestEnded);
        }
    }

    private static boolean rewrite(HttpRequest request) {
        boolean ours = request.uri().startsWith(ModelCall.PREFIX + "/");
        if (ours) {
            request.setUri(request.uri().substring(ModelCall.PREFIX.length()));
        }
        return ours;
    }

    private void chooseUpstream(ChannelHandlerContext ctx) {
        UpstreamPool pool = ThreadLocalRandom.current().nextInt(100) < MAIN_PERCENT ? main : canary;
        Channel idle = pool.pollIdle();
        if (idle != null) {
            attach(ctx, idle);
        } else {
            pool.connect(ctx.channel().eventLoop()).addListener((Future<Channel> done) -> connected(ctx, done));
        }
    }

    private void connected(ChannelHandlerContext ctx, Future<Channel> done) {
        if (!done.isSuccess()) {
            reply(ctx, HttpResponseStatus.BAD_GATEWAY);
        } else if (!ctx.channel().isActive()) {
            done.getNow().close();
        } else {
            attach(ctx, done.getNow());
            for (Object part = waiting.poll(); part != null; part = waiting.poll()) {
                done.getNow().write(part, done.getNow().voidPromise());
            }
            done.getNow().flush();
        }
    }

    private void attach(ChannelHandlerContext ctx, Channel chosen) {
        upstream = chosen;
        chosen.pipeline().get(UpstreamHandler.class).serve(ctx.channel(), this);
    }

    /** The upstream has given its last part. Returns whether it has also been given the whole request and may serve another. */
    boolean exchangeEnded(Channel caller) {
        upstream = null;
        inExchange = false;
        caller.config().setAutoRead(true);
        return requestEnded;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (upstream != null) {
            upstream.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (upstream != null) {
            upstream.config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.forEach(ReferenceCountUtil::release);
        if (upstream != null) {
            upstream.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static void reply(ChannelHandlerContext ctx, HttpResponseStatus status) {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
