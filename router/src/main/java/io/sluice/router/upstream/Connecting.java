package io.sluice.router.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.sluice.router.failure.Failure;
import io.sluice.router.loop.Loop;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool.TcpKeepalive;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens connections to an endpoint on the loop that will use them, whatever they will speak. Immutable. */
final class Connecting {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final Loop loop;
    private final InetSocketAddress address;
    private final int timeoutMillis;
    private final @Nullable TcpKeepalive keepalive;

    Connecting(Loop loop, InetSocketAddress address, Cluster cluster) {
        this.loop = loop;
        this.address = address;
        timeoutMillis =
                Math.toIntExact(cluster.connectionPool().connectTimeout().toMillis());
        keepalive = cluster.connectionPool().tcpKeepalive();
    }

    ChannelFuture open(ChannelHandler connection) {
        Bootstrap opening = new Bootstrap()
                .group(loop.eventLoop())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // An endpoint may refuse the rest of a request and close: what it said before that is still to be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.RECVBUF_ALLOCATOR, loop.readBuffers())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(connection);
        if (keepalive != null) {
            probe(opening, keepalive);
        }
        return opening.connect(address);
    }

    /** What is not said is the system's own value. */
    private static void probe(Bootstrap opening, TcpKeepalive keepalive) {
        opening.option(ChannelOption.SO_KEEPALIVE, true);
        if (keepalive.probes() > 0) {
            opening.option(EpollChannelOption.TCP_KEEPCNT, keepalive.probes());
        }
        if (keepalive.time() != null) {
            opening.option(EpollChannelOption.TCP_KEEPIDLE, seconds(keepalive.time()));
        }
        if (keepalive.interval() != null) {
            opening.option(EpollChannelOption.TCP_KEEPINTVL, seconds(keepalive.interval()));
        }
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(Math.max(1, Math.min(duration.toSeconds(), Short.MAX_VALUE)));
    }

    static Failure failure(Throwable cause) {
        return cause instanceof ConnectTimeoutException ? Failure.CONNECT_TIMEOUT : Failure.CONNECT_REFUSED;
    }
}
