package io.sluice.benchmarks.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.concurrent.atomic.AtomicLong;

/** The model where there is no nginx to play it: a main predictor and a canary, with the answers of {@code backends.conf}. */
public final class NettyBackend {
    private NettyBackend() {}

    /** @param args main's port, canary's port, {@code http1} or {@code http2} (with prior knowledge; calls in HTTP/1.1 are answered too) */
    public static void main(String[] args) throws InterruptedException {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        boolean http2 = args[2].equals("http2");
        AtomicLong asked = new AtomicLong();
        listen(group, Integer.parseInt(args[0]), new ModelAnswers("main", "[[0.9,0.1]]", asked), http2);
        listen(group, Integer.parseInt(args[1]), new ModelAnswers("canary", "[[0.1,0.9]]", asked), http2)
                .closeFuture()
                .sync();
    }

    private static Channel listen(MultiThreadIoEventLoopGroup group, int port, ModelAnswers answers, boolean http2)
            throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel caller) {
                        if (http2) {
                            Http2BackendHandler.install(caller.pipeline(), answers);
                        } else {
                            caller.pipeline().addLast(new HttpServerCodec(), new BackendHandler(answers));
                        }
                    }
                })
                .bind("127.0.0.1", port)
                .sync()
                .channel();
    }
}
