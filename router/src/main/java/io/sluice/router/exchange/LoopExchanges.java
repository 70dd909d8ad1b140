package io.sluice.router.exchange;

import io.sluice.router.http.ClientTls;
import io.sluice.router.http.Limits;
import io.sluice.router.http.StreamAcceptor;
import io.sluice.router.log.LoopTap;
import io.sluice.router.loop.Loop;
import io.sluice.router.observe.LoopObserver;
import io.sluice.router.snapshot.Generations;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.trace.ExchangeTrace;
import io.sluice.router.trace.LoopTracer;
import io.sluice.router.upstream.Upstreams;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The exchanges of one event loop, and what they share. Confined to its event loop. */
public final class LoopExchanges {
    private static final int MOST_POOLED = 1024;

    private final Loop loop;
    private final Limits limits;
    private final Meters meters;
    private final Upstreams upstreams;
    private final Telling telling;
    private final ReplayBuffer.Budget replayBudget;
    private final Shadows shadows;
    private final ForwardedHeaders forwardedHeaders;
    private final ResponseHeaders responseHeaders;
    private final LocalReplies localReplies;
    private final Gates gates;
    private final RequestPath requestPath;
    private final ArrayDeque<Exchange> pool = new ArrayDeque<>();
    private int underWay;

    public LoopExchanges(
            Loop loop,
            Limits limits,
            Meters meters,
            Telling telling,
            Upstreams upstreams,
            Generations generations,
            Replying replying) {
        this.telling = telling;
        this.loop = loop;
        this.limits = limits;
        this.meters = meters;
        this.upstreams = upstreams;
        replayBudget = new ReplayBuffer.Budget(limits.replayBytesPerLoop());
        forwardedHeaders = new ForwardedHeaders(loop.random());
        gates = new Gates(forwardedHeaders, loop.index());
        shadows = new Shadows(loop, limits, gates, meters);
        responseHeaders = new ResponseHeaders(loop.date(), replying);
        localReplies = new LocalReplies(responseHeaders, replying);
        requestPath = new RequestPath(generations, forwardedHeaders, gates, localReplies);
    }

    /**
     * Who is told of exchanges that are over.
     *
     * @param tracer null = none
     */
    public record Telling(
            LoopObserver observer, LoopTap tap, @Nullable LoopTracer tracer) {}

    /**
     * How answers are signed.
     *
     * @param serverHeader value of {@code server}
     * @param reasonHeader whether local replies say why in {@code x-sluice-reason}
     */
    public record Replying(String serverHeader, boolean reasonHeader) {}

    /**
     * Who takes the requests of a connection that was accepted on this loop.
     *
     * @param tls null = it is plaintext
     */
    public StreamAcceptor acceptor(
            int port, String localAddress, String peerAddress, int peerPort, @Nullable ClientTls tls) {
        return new ClientContext(this, port, localAddress, peerAddress, peerPort, tls);
    }

    Exchange take() {
        underWay++;
        Exchange exchange = pool.pollLast();
        return exchange == null ? new Exchange(this) : exchange;
    }

    /** Whether the one that was taken last is one too many; who is turned away costs less than who waits for a place. */
    boolean overloaded() {
        return underWay > limits.maxExchangesPerLoop();
    }

    /** Whether there will soon be too many: what nobody waits for is left out first. */
    boolean pressed() {
        return underWay > limits.maxExchangesPerLoop() / 5 * 4;
    }

    void giveBack(Exchange exchange) {
        underWay--;
        if (pool.size() < MOST_POOLED) {
            pool.addLast(exchange);
        }
    }

    Loop loop() {
        return loop;
    }

    Limits limits() {
        return limits;
    }

    Meters meters() {
        return meters;
    }

    /** Who writes their lines, and knows which spans are made of them. */
    LoopObserver observer() {
        return telling.observer();
    }

    /** For one more exchange; null = nothing is traced. */
    @Nullable
    ExchangeTrace trace() {
        LoopTracer tracer = telling.tracer();
        return tracer == null ? null : tracer.trace();
    }

    LoopTap tap() {
        return telling.tap();
    }

    Upstreams upstreams() {
        return upstreams;
    }

    ReplayBuffer.Budget replayBudget() {
        return replayBudget;
    }

    Shadows shadows() {
        return shadows;
    }

    ForwardedHeaders forwardedHeaders() {
        return forwardedHeaders;
    }

    ResponseHeaders responseHeaders() {
        return responseHeaders;
    }

    LocalReplies localReplies() {
        return localReplies;
    }

    Gates gates() {
        return gates;
    }

    RequestPath requestPath() {
        return requestPath;
    }
}
