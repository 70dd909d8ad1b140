package io.sluice.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection of the open loop: at most one request in flight, the same bytes each time. */
// A write or close that fails ends in exceptionCaught or channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class OpenLoopConnection extends SimpleChannelInboundHandler<HttpObject> {
    private final OpenLoopRun run;
    private @Nullable Channel channel;
    private long intendedNanos;
    private boolean inFlight;
    private boolean ok;

    OpenLoopConnection(OpenLoopRun run) {
        this.run = run;
    }

    ChannelHandler pipeline() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel accepted) {
                channel = accepted;
                accepted.pipeline().addLast(new HttpResponseDecoder(), OpenLoopConnection.this);
            }
        };
    }

    void send(ByteBuf request, long intendedAtNanos) {
        intendedNanos = intendedAtNanos;
        inFlight = true;
        Channel open = Objects.requireNonNull(channel);
        open.writeAndFlush(request.duplicate(), open.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        if (message instanceof HttpResponse response) {
            ok = response.decoderResult().isSuccess() && response.status().code() == HttpResponseStatus.OK.code();
        }
        if (message instanceof LastHttpContent) {
            inFlight = false;
            run.answered(this, intendedNanos, ok);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        run.closed(ctx.channel(), this, inFlight);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
