package io.sluice.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The open loop: requests leave at a fixed rate over keep-alive connections, and latency counts from the moment a
 * request was meant to leave, so that a proxy that stalls is charged for every request it made late. One thread; it
 * sleeps in epoll between requests, for it shares its core with the backends.
 */
public final class OpenLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ByteBuf request;
    private final int connections;
    private final MultiThreadIoEventLoopGroup group;

    public OpenLoop(Scenario scenario, int connections) {
        this.connections = connections;
        this.request = Unpooled.unreleasableBuffer(Unpooled.directBuffer()
                        .writeBytes(scenario.http1Request().getBytes(StandardCharsets.ISO_8859_1)))
                .asReadOnly();
        IoHandlerFactory epoll = EpollIoHandler.newFactory();
        this.group = new MultiThreadIoEventLoopGroup(1, epoll);
    }

    /** Blocks until every request is answered, lost or, some seconds after the last was due, given up. */
    public OpenLoopReport run(int port, double requestsPerSecond, Duration duration) {
        EventLoop loop = group.next();
        Promise<OpenLoopReport> report = loop.newPromise();
        OpenLoopRun run = new OpenLoopRun(loop, port, request, report);
        loop.execute(() -> run.connect(connections, requestsPerSecond, duration.toNanos()));
        long bound = duration.plus(PATIENCE).toMillis();
        if (!report.awaitUninterruptibly(bound)) {
            throw new IllegalStateException("the open loop did not end within " + bound + " ms");
        }
        return report.getNow();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
