package io.sluice.router.passthrough;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.sluice.router.http.Ascii;
import io.sluice.router.loop.Loop;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.passthrough.PassedRoute.Target;
import io.sluice.router.upstream.Opening;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.router.upstream.balance.XxHash64;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection and an endpoint's, joined: what one says the other hears, as fast as it takes it; who has said all may still
 * listen. Ended by either side's close, when nobody has said anything for too long, or with the life that the cluster allows. Confined to
 * its event loop.
 */
final class Pipe {
    private final Pipes pipes;
    private final Loop loop;
    private final PassedRoute route;
    private final Target target;
    private final String serverName;
    private final PipeEnd client;
    private final PipeEnd upstream;
    private final IdleTimer idle = new IdleTimer();
    private final AgeTimer age = new AgeTimer();
    private long idleNanos;
    private long lastNanos;
    private @Nullable ChannelFuture connecting;
    private @Nullable UpstreamEndpoint endpoint;
    private boolean joined;
    private boolean over;

    Pipe(Pipes pipes, PassedRoute route, Target target, String serverName) {
        this.pipes = pipes;
        this.route = route;
        this.target = target;
        this.serverName = serverName;
        loop = pipes.loop();
        client = new PipeEnd(this, target.meter().received());
        upstream = new PipeEnd(this, target.meter().sent());
        client.join(upstream);
    }

    ChannelHandler client() {
        return client;
    }

    Loop loop() {
        return loop;
    }

    // --- opening ---

    /** An end has its channel; the client's comes first, and asks for the other. */
    void attached(PipeEnd end, Channel channel) {
        if (end == client) {
            pipes.opened(this);
            channel.config().setAutoRead(false);
            connect(channel);
        }
    }

    private void connect(Channel channel) {
        UpstreamCluster cluster = target.cluster();
        UpstreamEndpoint picked = cluster == null ? null : cluster.pick(loop, key(channel), null, 0);
        ChannelFuture opening = cluster == null || picked == null || route.guarded(picked)
                ? null
                : Opening.toEndpoint(picked, loop, upstream, serverName);
        if (cluster == null || picked == null || opening == null) {
            target.meter().failed().count(loop.index());
            close();
            return;
        }
        Duration most = cluster.cluster().connectionPool().idleTimeout();
        idleNanos = (most == null ? pipes.idleTimeout() : most).toNanos();
        endpoint = picked;
        picked.begun(loop);
        connecting = opening;
        opening.addListener(done -> {
            if (done.isSuccess()) {
                connected(cluster.cluster().connectionPool().maxConnectionDuration());
            } else if (!over) {
                target.meter().failed().count(loop.index());
                close();
            }
        });
    }

    /** Of the client's address where the cluster says so; else chance. */
    private long key(Channel channel) {
        if (target.bySource() && channel.remoteAddress() instanceof InetSocketAddress address) {
            byte[] text = Ascii.bytes(address.getAddress().getHostAddress());
            return XxHash64.of(text, 0, text.length, 0);
        }
        return loop.random().nextLong();
    }

    private void connected(@Nullable Duration life) {
        if (over) {
            return;
        }
        joined = true;
        target.meter().opened().count(loop.index());
        lastNanos = System.nanoTime();
        loop.timers().arm(idle, idleNanos);
        if (life != null) {
            loop.timers().arm(age, life.toNanos());
        }
        client.begin();
    }

    boolean over() {
        return over;
    }

    /** Whether both ends are there. */
    boolean joined() {
        return joined;
    }

    // --- while it lasts ---

    void moved() {
        lastNanos = System.nanoTime();
    }

    private final class IdleTimer extends LoopTimer {
        @Override
        protected void expired() {
            long left = lastNanos + idleNanos - System.nanoTime();
            if (left > 0) {
                loop.timers().arm(this, left);
            } else {
                close();
            }
        }
    }

    private final class AgeTimer extends LoopTimer {
        @Override
        protected void expired() {
            close();
        }
    }

    // --- the end ---

    /** At once, whatever is under way. */
    void close() {
        client.close();
        upstream.close();
        if (connecting != null) {
            connecting.channel().close();
        }
        finish();
    }

    /** One end is gone: the other is told what came before that. */
    void gone(PipeEnd end) {
        if (joined && !over) {
            (end == client ? upstream : client).closeWhenSaid();
            finish();
        } else {
            close();
        }
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        loop.timers().cancel(idle);
        loop.timers().cancel(age);
        client.forget();
        upstream.forget();
        if (endpoint != null) {
            endpoint.ended(loop);
        }
        if (joined) {
            target.meter().closed().count(loop.index());
        }
        pipes.closed(this);
    }
}
