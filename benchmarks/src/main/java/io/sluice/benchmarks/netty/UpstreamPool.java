package io.sluice.benchmarks.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Idle connections to one backend, the one used last first. Of one event loop. */
final class UpstreamPool {
    private final InetSocketAddress backend;
    private final ArrayDeque<Channel> idle = new ArrayDeque<>();

    UpstreamPool(int port) {
        this.backend = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Nullable
    Channel pollIdle() {
        return idle.pollFirst();
    }

    Future<Channel> connect(EventLoop loop) {
        var connected = loop.<Channel>newPromise();
        var connecting = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel upstream) {
                        upstream.pipeline().addLast(new HttpClientCodec(), new UpstreamHandler(UpstreamPool.this));
                    }
                })
                .connect(backend);
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                connected.setSuccess(connecting.channel());
            } else {
                connected.setFailure(done.cause());
            }
        });
        return connected;
    }

    void release(Channel upstream) {
        idle.addFirst(upstream);
    }

    void forget(Channel upstream) {
        idle.remove(upstream);
    }
}
