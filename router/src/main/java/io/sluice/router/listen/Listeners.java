package io.sluice.router.listen;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.sluice.router.http.ClientTls;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.tls.SecurePort;
import io.sluice.router.tls.ServerHandshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The ports that are open right now. <em>Shared</em>: changed by the publishing thread alone, under this object's lock. */
public final class Listeners {
    private static final int BACKLOG = 4096;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final InetAddress bind;
    private final List<AcceptingLoop> loops;
    private final IntFunction<@Nullable SecurePort> securePorts;
    private final long handshakeMillis;
    private final Map<Integer, List<Channel>> open = new HashMap<>();
    private Set<Integer> secure = Set.of();

    /** @param securePorts who answers handshakes of a port right now */
    public Listeners(
            InetAddress bind,
            List<AcceptingLoop> loops,
            IntFunction<@Nullable SecurePort> securePorts,
            Duration handshakeTimeout) {
        this.bind = bind;
        this.loops = List.copyOf(loops);
        this.securePorts = securePorts;
        handshakeMillis = handshakeTimeout.toMillis();
    }

    /**
     * Opens what is missing and closes what is not wanted; connections of a closed port live on. Whether a port speaks TLS is
     * settled when it is opened, so that plaintext knows nothing of it.
     *
     * @param speakingTls those of the ports that do
     */
    public synchronized List<BindFailure> reconcile(Set<Integer> ports, Set<Integer> speakingTls) {
        for (int port : Set.copyOf(open.keySet())) {
            if (!ports.contains(port) || secure.contains(port) != speakingTls.contains(port)) {
                close(port);
            }
        }
        secure = Set.copyOf(speakingTls);
        List<BindFailure> failures = new ArrayList<>();
        for (int port : new TreeSet<>(ports)) {
            if (!open.containsKey(port)) {
                open(port, failures);
            }
        }
        return failures;
    }

    /** Accepts nothing more. */
    public synchronized void closeAll() {
        Set.copyOf(open.keySet()).forEach(this::close);
    }

    /** The ports that are open. */
    public synchronized Set<Integer> ports() {
        return new TreeSet<>(open.keySet());
    }

    private void open(int port, List<BindFailure> failures) {
        List<Channel> channels = new ArrayList<>();
        try {
            refuseIfTaken(port);
            for (AcceptingLoop loop : loops) {
                channels.add(bootstrap(loop, port)
                        .bind(new InetSocketAddress(bind, port))
                        .syncUninterruptibly()
                        .channel());
            }
            open.put(port, channels);
        } catch (Exception failure) {
            channels.forEach(channel -> channel.close().awaitUninterruptibly());
            failures.add(new BindFailure(port, reason(failure)));
        }
    }

    private static String reason(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    /** SO_REUSEPORT would let us share the port with another process of the same user, and lose half of what arrives. */
    private void refuseIfTaken(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(bind, port));
        }
    }

    private ServerBootstrap bootstrap(AcceptingLoop accepting, int port) {
        return new ServerBootstrap()
                .group(accepting.loop().eventLoop())
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(EpollChannelOption.SO_REUSEPORT, loops.size() > 1)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // Over TLS who has said all hears nothing more either.
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, !secure.contains(port))
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, accepting.loop().readBuffers())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(secure.contains(port) ? secure(accepting, port) : plain(accepting, port));
    }

    private static ChannelHandler plain(AcceptingLoop accepting, int port) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (!accepting.makeRoom()) {
                    channel.close();
                    return;
                }
                channel.pipeline().addLast(accepting.connections().accept(acceptor(accepting, port, channel, null)));
            }
        };
    }

    private ChannelHandler secure(AcceptingLoop accepting, int port) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                if (!accepting.makeRoom()) {
                    channel.close();
                    return;
                }
                channel.pipeline()
                        .addLast(new ServerHandshake(
                                accepting.loop(),
                                () -> securePorts.apply(port),
                                tls -> accepting.connections().acceptSecure(acceptor(accepting, port, channel, tls)),
                                handshakeMillis));
            }
        };
    }

    private static StreamAcceptor acceptor(
            AcceptingLoop accepting, int port, Channel channel, @Nullable ClientTls tls) {
        String local = textOf(channel.localAddress());
        String peer = textOf(channel.remoteAddress());
        return accepting.acceptors().acceptor(port, local, peer, portOf(channel.remoteAddress()), tls);
    }

    /** Empty once the connection is gone. */
    private static String textOf(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : "";
    }

    private static int portOf(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    private void close(int port) {
        List<Channel> channels = open.remove(port);
        if (channels != null) {
            channels.forEach(channel -> channel.close().syncUninterruptibly());
        }
    }
}
