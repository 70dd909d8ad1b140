package io.sluice.router.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.sluice.router.failure.Failure;
import io.sluice.router.loop.Loop;
import io.sluice.router.upstream.limit.ConnectionLimit;
import org.jspecify.annotations.Nullable;

/** Opens connections that serve one client to their end, and that no pool keeps. */
public final class Opening {
    private Opening() {}

    /**
     * A connection to an endpoint, on the loop that will use it.
     *
     * @param serverName that a handshake asks for, where the cluster speaks TLS and names none
     * @return null = the cluster may have no more
     */
    public static @Nullable ChannelFuture toEndpoint(
            UpstreamEndpoint endpoint, Loop loop, ChannelHandler connection, String serverName) {
        UpstreamCluster cluster = endpoint.cluster();
        ConnectionLimit limit = cluster.limits().connections();
        if (!limit.take(endpoint.connections())) {
            endpoint.failed(Failure.OVERFLOW);
            return null;
        }
        ChannelFuture opened = new Connecting(loop, endpoint, false, serverName).open(connection);
        Channel channel = opened.channel();
        channel.closeFuture().addListener(closed -> limit.giveBack(endpoint.connections()));
        opened.addListener(done -> {
            if (done.isSuccess()) {
                endpoint.reachability().succeeded();
                endpoint.reached();
            } else {
                // Whatever failed, nothing is left open: a connect that is refused closes nothing by itself.
                channel.close();
                endpoint.reachability().failed(System.nanoTime());
                endpoint.failed(Connecting.failure(done.cause()));
            }
        });
        return opened;
    }
}
