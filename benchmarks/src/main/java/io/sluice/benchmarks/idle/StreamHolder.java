package io.sluice.benchmarks.idle;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that speaks HTTP/2, takes every stream and never answers. */
final class StreamHolder {
    private final Channel server;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger reset = new AtomicInteger();

    StreamHolder(IoEventLoopGroup group) throws InterruptedException {
        server = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel caller) {
                        caller.pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer().build(), new Counting());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Streams that have come. */
    int held() {
        return held.get();
    }

    /** Streams that the router has ended. */
    int reset() {
        return reset.get();
    }

    private final class Counting extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            held.addAndGet(frame instanceof Http2HeadersFrame ? 1 : 0);
            reset.addAndGet(frame instanceof Http2ResetFrame ? 1 : 0);
            ReferenceCountUtil.release(frame);
        }
    }
}
