package io.sluice.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One run of the open loop. Everything here happens on its event loop. */
// A write or close that fails ends in exceptionCaught or channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class OpenLoopRun {
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final ByteBuf request;
    private final Promise<OpenLoopReport> report;
    private final ArrayDeque<OpenLoopConnection> idle = new ArrayDeque<>();
    private final Set<Channel> open = new HashSet<>();
    private final Histogram latencyNanos = new Histogram(HIGHEST_NANOS, 3);
    private Schedule schedule = new Schedule(0, 1, 0);
    private long sent;
    private long errors;
    private boolean ticking;

    OpenLoopRun(EventLoop loop, int port, ByteBuf request, Promise<OpenLoopReport> report) {
        this.loop = loop;
        this.request = request;
        this.report = report;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Opens all connections first; the schedule begins when each of them is there or has failed. */
    void connect(int connections, double requestsPerSecond, long durationNanos) {
        int[] pending = {connections};
        for (int i = 0; i < connections; i++) {
            connectOne().addListener(connected -> {
                if (--pending[0] == 0) {
                    begin(requestsPerSecond, durationNanos);
                }
            });
        }
    }

    private ChannelFuture connectOne() {
        OpenLoopConnection connection = new OpenLoopConnection(this);
        ChannelFuture connecting =
                bootstrap.clone().handler(connection.pipeline()).connect();
        return connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                open.add(connecting.channel());
                available(connection);
            } else {
                errors++;
            }
        });
    }

    private void begin(double requestsPerSecond, long durationNanos) {
        schedule = Schedule.of(System.nanoTime(), requestsPerSecond, durationNanos);
        if (open.isEmpty()) {
            finish();
            return;
        }
        var unused = loop.schedule(this::finish, durationNanos + GRACE_NANOS, TimeUnit.NANOSECONDS);
        sendDue();
    }

    /** Sends what is due while a connection is free, then sleeps until the next request is. */
    private void sendDue() {
        long now = System.nanoTime();
        while (sent < schedule.requests() && schedule.intendedNanos(sent) - now <= 0 && !idle.isEmpty()) {
            idle.poll().send(request, schedule.intendedNanos(sent++));
        }
        // Without a free connection the next answer calls us.
        if (sent < schedule.requests() && !idle.isEmpty() && !ticking) {
            ticking = true;
            var unused = loop.schedule(this::tick, schedule.intendedNanos(sent) - now, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        ticking = false;
        sendDue();
    }

    void answered(OpenLoopConnection connection, long intendedNanos, boolean ok) {
        if (ok) {
            latencyNanos.recordValue(Math.min(System.nanoTime() - intendedNanos, HIGHEST_NANOS));
        } else {
            errors++;
        }
        available(connection);
        finishWhenComplete();
    }

    /** A connection closed by the proxy is replaced; the request on it, if there was one, is an error. */
    void closed(Channel channel, OpenLoopConnection connection, boolean inFlight) {
        open.remove(channel);
        idle.remove(connection);
        if (report.isDone()) {
            return;
        }
        errors += inFlight ? 1 : 0;
        connectOne();
        finishWhenComplete();
    }

    private void available(OpenLoopConnection connection) {
        idle.add(connection);
        sendDue();
    }

    private void finishWhenComplete() {
        if (schedule.requests() > 0 && latencyNanos.getTotalCount() + errors >= schedule.requests()) {
            finish();
        }
    }

    private void finish() {
        if (report.isDone()) {
            return;
        }
        long unanswered = Math.max(0, schedule.requests() - latencyNanos.getTotalCount() - errors);
        long durationNanos = System.nanoTime() - schedule.beginNanos();
        report.setSuccess(new OpenLoopReport(latencyNanos, errors + unanswered, durationNanos));
        Set.copyOf(open).forEach(Channel::close);
    }
}
