package io.sluice.router.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollSocketChannel;
import io.sluice.router.failure.Failure;
import io.sluice.router.loop.Loop;
import io.sluice.table.cluster.Cluster;
import java.net.InetSocketAddress;

/** Opens connections to an endpoint on the loop that will use them, whatever they will speak. Immutable. */
final class Connecting {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final Loop loop;
    private final InetSocketAddress address;
    private final int timeoutMillis;

    Connecting(Loop loop, InetSocketAddress address, Cluster cluster) {
        this.loop = loop;
        this.address = address;
        timeoutMillis =
                Math.toIntExact(cluster.connectionPool().connectTimeout().toMillis());
    }

    ChannelFuture open(ChannelHandler connection) {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // An endpoint may refuse the rest of a request and close: what it said before that is still to be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.RECVBUF_ALLOCATOR, loop.readBuffers())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(connection)
                .connect(address);
    }

    static Failure failure(Throwable cause) {
        return cause instanceof ConnectTimeoutException ? Failure.CONNECT_TIMEOUT : Failure.CONNECT_REFUSED;
    }
}
