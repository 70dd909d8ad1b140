package io.sluice.benchmarks.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.Version;
import java.util.Objects;

/**
 * What a proxy costs that is written straight down with Netty's stock codecs: keep-alive on both sides, pooled upstream
 * connections, a 75/25 split, the prefix rewritten. No retries, no timeouts, no headers of its own, no metrics: whatever
 * Sluice costs less than this is its own doing, whatever it costs more is the price of its features.
 */
public final class NettyProxy {
    private NettyProxy() {}

    /** @param args port, main's port, canary's port; or {@code --version} */
    public static void main(String[] args) throws InterruptedException {
        if (args[0].equals("--version")) {
            Version netty = Objects.requireNonNull(Version.identify().get("netty-common"));
            System.out.println("Netty " + netty.artifactVersion() + ", Java " + Runtime.version());
            return;
        }
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        UpstreamPool main = new UpstreamPool(Integer.parseInt(args[1]));
        UpstreamPool canary = new UpstreamPool(Integer.parseInt(args[2]));
        new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel caller) {
                        caller.pipeline().addLast(new HttpServerCodec(), new CallerHandler(main, canary));
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(args[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }
}
