package io.sluice.benchmarks.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;

/** The model where there is no nginx to play it: a main predictor and a canary, with the answers of {@code backends.conf}. */
public final class NettyBackend {
    private NettyBackend() {}

    /** @param args main's port, canary's port */
    public static void main(String[] args) throws InterruptedException {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        listen(group, Integer.parseInt(args[0]), new ModelAnswers("main", "[[0.9,0.1]]"));
        listen(group, Integer.parseInt(args[1]), new ModelAnswers("canary", "[[0.1,0.9]]"))
                .closeFuture()
                .sync();
    }

    private static Channel listen(MultiThreadIoEventLoopGroup group, int port, ModelAnswers answers)
            throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel caller) {
                        caller.pipeline().addLast(new HttpServerCodec(), new BackendHandler(answers));
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }
}
