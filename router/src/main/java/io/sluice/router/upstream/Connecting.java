package io.sluice.router.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.sluice.router.failure.Failure;
import io.sluice.router.loop.Loop;
import io.sluice.router.tls.ModelContext;
import io.sluice.router.tls.ModelHandshake;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.ConnectionPool.TcpKeepalive;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Opens connections to an endpoint on the loop that will use them, whatever they will speak. Immutable. */
final class Connecting {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final Loop loop;
    private final UpstreamEndpoint endpoint;
    private final InetSocketAddress address;
    private final int timeoutMillis;
    private final @Nullable TcpKeepalive keepalive;
    private final @Nullable ModelContext tls;
    private final boolean spoken;
    private final String host;

    /** @param host the name that handshakes ask for, where the cluster names none */
    Connecting(Loop loop, UpstreamEndpoint endpoint, boolean http2, String host) {
        this.loop = loop;
        this.endpoint = endpoint;
        address = endpoint.address();
        this.host = host;
        tls = endpoint.security().of(http2);
        spoken = endpoint.security().spoken();
        Cluster cluster = endpoint.cluster().cluster();
        timeoutMillis =
                Math.toIntExact(cluster.connectionPool().connectTimeout().toMillis());
        keepalive = cluster.connectionPool().tcpKeepalive();
    }

    /** The future tells that the connection may be used: over TLS, that its handshake is over. */
    ChannelFuture open(ChannelHandler connection) {
        if (!spoken) {
            return nothing();
        }
        Bootstrap opening = new Bootstrap()
                .group(loop.eventLoop())
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                // An endpoint may refuse the rest of a request and close: what it said before that is still to be read.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.RECVBUF_ALLOCATOR, loop.readBuffers())
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(tls == null ? connection : NOTHING);
        if (keepalive != null) {
            probe(opening, keepalive);
        }
        ChannelFuture connected = opening.connect(address);
        return tls == null ? connected : secured(connected, tls, connection);
    }

    /** Never in plaintext where TLS is demanded. */
    private ChannelFuture nothing() {
        ChannelFuture registered = loop.eventLoop().register(new EpollSocketChannel());
        ChannelPromise opened = registered.channel().newPromise();
        registered.addListener(done -> {
            opened.tryFailure(new Unspoken());
            registered.channel().close();
        });
        return opened;
    }

    private static final class Unspoken extends IOException {
        private static final long serialVersionUID = 1L;

        Unspoken() {
            super("TLS is demanded and cannot be spoken");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final ChannelHandler NOTHING = new Nothing();

    /** What comes first in a pipeline is put there once the channel is known. */
    @ChannelHandler.Sharable
    private static final class Nothing extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {}
    }

    private ChannelFuture secured(ChannelFuture connected, ModelContext context, ChannelHandler connection) {
        Channel channel = connected.channel();
        ChannelPromise opened = channel.newPromise();
        SslHandler handshake = context.handler(channel.alloc(), host, address.getPort());
        handshake.setHandshakeTimeoutMillis(timeoutMillis);
        // Before whoever waits for the connection sends anything: its first request is counted with a name, too.
        opened.addListener(done -> {
            if (done.isSuccess()) {
                endpoint.shows(context.principal(handshake));
            }
        });
        ModelHandshake.begin(channel, handshake, connection, opened);
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                opened.tryFailure(done.cause());
            }
        });
        return opened;
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
        return switch (cause) {
            case ConnectTimeoutException late -> Failure.CONNECT_TIMEOUT;
            case SslHandshakeTimeoutException late -> Failure.CONNECT_TIMEOUT;
            case Unspoken never -> Failure.TLS_UNAVAILABLE;
            case SSLException refused -> Failure.TLS_REFUSED;
            case ClosedChannelException midway -> Failure.TLS_REFUSED;
            default -> Failure.CONNECT_REFUSED;
        };
    }
}
