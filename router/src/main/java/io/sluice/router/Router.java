package io.sluice.router;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.sluice.router.admin.Admin;
import io.sluice.router.admin.ManifestNews;
import io.sluice.router.exchange.LoopExchanges;
import io.sluice.router.explain.Explainer;
import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.http.h1.ServerConnections;
import io.sluice.router.http.h2.Http2ClientConnections;
import io.sluice.router.http.h2.Http2ServerConnections;
import io.sluice.router.listen.AcceptingLoop;
import io.sluice.router.listen.BindFailure;
import io.sluice.router.listen.Listeners;
import io.sluice.router.live.Cartographer;
import io.sluice.router.log.AccessLogging;
import io.sluice.router.log.Tap;
import io.sluice.router.loop.EventLoops;
import io.sluice.router.loop.Loop;
import io.sluice.router.observe.LoopObserver;
import io.sluice.router.observe.Observations;
import io.sluice.router.passthrough.Pipes;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.router.route.CompiledTable;
import io.sluice.router.snapshot.Generations;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.history.History;
import io.sluice.router.tls.ServerContexts;
import io.sluice.router.trace.SpanTracing;
import io.sluice.router.upstream.Names;
import io.sluice.router.upstream.OpeningLoop;
import io.sluice.router.upstream.Upstreams;
import io.sluice.router.upstream.dns.NameResolution;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The data plane, composed: the only file that makes objects across packages. <em>Shared</em>: {@link #publish} and {@link
 * #drain} are called by whoever runs it; event loops do the rest.
 */
public final class Router implements AutoCloseable {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /**
     * How long connections that idle are kept when the router ends. A client that uses one asks again in this time and is told to go; one
     * that does not will hardly ask at the moment of the close, which would lose its request.
     */
    private static final Duration FAREWELL = Duration.ofMillis(100);

    /** How often the keys of session tickets change. */
    private static final long TICKET_HOURS = 1;

    private final RouterConfig config;
    private final EventLoops group;
    private final List<AcceptingLoop> loops;
    private final Meters meters;
    private final Generations generations;
    private final Listeners listeners;
    private final Names names;
    private final Keys keys;
    private final ServerContexts contexts;
    private final Admin admin;
    private final AccessLogging accessLog;
    private final Tap tap;
    private final SpanTracing tracing;
    private final History history;
    private final Cartographer cartographer;
    private volatile boolean serving;
    private volatile boolean draining;

    private Router(RouterConfig config, ManifestNews manifests, List<InetSocketAddress> nameServers)
            throws IOException {
        this.config = config;
        accessLog = AccessLogging.open(
                config.recording().accessLog(), config.recording().providers().logs(), config.eventLoops());
        group = new EventLoops(config.eventLoops(), new DefaultThreadFactory("loop"), EpollIoHandler.newFactory());
        tap = new Tap(config.eventLoops());
        tracing = SpanTracing.open(
                config.recording().tracing(), config.recording().providers().collectors(), config.eventLoops());
        meters = new Meters(config.eventLoops());
        List<OpeningLoop> opened = new ArrayList<>();
        for (int i = 0; i < config.eventLoops(); i++) {
            opened.add(opening(Loop.of(group.next(), i, config.seed() + i)));
        }
        names = new NameResolution(nameServers, config.namesLeadTo());
        Upstreams upstreams = new Upstreams(opened, config.limits(), names, meters.traffic(), config.retryBudget());
        keys = new Keys(true);
        contexts = new ServerContexts(true);
        List<Pipes> pipes = opened.stream()
                .map(opening -> new Pipes(opening.loop(), config.limits().clientIdleTimeout()))
                .toList();
        generations = new Generations(
                upstreams, keys, meters, contexts, pipes, telemetry -> Observations.of(telemetry, accessLog, tracing));
        group.next().scheduleAtFixedRate(contexts::rotateTickets, TICKET_HOURS, TICKET_HOURS, TimeUnit.HOURS);
        loops = opened.stream()
                .map(OpeningLoop::loop)
                .map(loop -> accepting(
                        loop,
                        pipes.get(loop.index()),
                        new LoopExchanges(
                                loop,
                                config.limits(),
                                meters,
                                new LoopExchanges.Telling(
                                        new LoopObserver(accessLog.loop(loop.index()), tracing.usual()),
                                        tap.loop(loop.index()),
                                        tracing.loop(loop.index())),
                                upstreams,
                                generations,
                                config.replying())::acceptor))
                .toList();
        listeners = new Listeners(
                config.bind(), loops, generations::securePort, config.limits().tlsHandshakeTimeout());
        tell(meters, upstreams);
        meters.gauge(
                "sluice.generation",
                "Number of the routing table in force",
                generations,
                g -> g.current().number());
        Explainer explainer = new Explainer(generations, upstreams, config.limits());
        history = History.start(meters);
        cartographer = new Cartographer(explainer, history);
        admin = Admin.open(
                config.bind(),
                config.admin(),
                new Admin.Subjects(this::ready, meters, explainer, manifests, history, cartographer, tap));
    }

    /** What is counted where telemetry does not reach. */
    private void tell(Meters meters, Upstreams upstreams) {
        meters.clusters(
                "sluice_ejected_endpoints",
                "Endpoints set aside by outlier detection",
                false,
                () -> upstreams.ejected().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, cluster ->
                        (long) cluster.getValue().size())));
        meters.clusters(
                "sluice_ejections", "Times that outlier detection set an endpoint aside", true, upstreams::ejections);
        meters.counter(
                "sluice.access.log.dropped",
                "Lines of the access log for which there was no room",
                accessLog,
                AccessLogging::dropped);
        meters.counter(
                "sluice.access.log.failures",
                "Times that the access log could not be written",
                accessLog,
                AccessLogging::failures);
        meters.counter("sluice.spans.sent", "Spans that the collector took", tracing, SpanTracing::sent);
        meters.counter("sluice.spans.failed", "Spans that the collector did not take", tracing, SpanTracing::failed);
        meters.counter("sluice.spans.dropped", "Spans for which there was no room", tracing, SpanTracing::dropped);
        meters.counter(
                "sluice.connections.refused",
                "Clients' connections closed at once because there were too many and none of the oldest was idle",
                this,
                router ->
                        router.loops.stream().mapToLong(AcceptingLoop::refused).sum());
        meters.counter(
                "sluice.connections.evicted",
                "Idle connections of clients closed because there were too many",
                this,
                router ->
                        router.loops.stream().mapToLong(AcceptingLoop::evicted).sum());
    }

    private OpeningLoop opening(Loop loop) {
        return new OpeningLoop(
                loop,
                new ClientConnections(loop, config.limits(), config.http1().preserveHeaderCase()),
                new Http2ClientConnections(loop, config.limits()));
    }

    /** A connection is taken for HTTP/1.1 until its first bytes say otherwise. */
    private AcceptingLoop accepting(Loop loop, Pipes pipes, AcceptingLoop.Acceptors acceptors) {
        Http2ServerConnections http2 = new Http2ServerConnections(loop, config.limits());
        ServerConnections http1 = new ServerConnections(
                loop, config.limits(), config.http1().http10(), config.http1().preserveHeaderCase(), http2::accept);
        return new AcceptingLoop(loop, http1, http2, pipes, acceptors);
    }

    /** @throws IOException if a port of the router's own is taken, or the access log's file cannot be opened */
    public static Router start(RouterConfig config) throws IOException {
        return start(config, ManifestNews.NONE);
    }

    /** @param manifests what is known of those behind the tables, for whoever inspects */
    public static Router start(RouterConfig config, ManifestNews manifests) throws IOException {
        return new Router(config, manifests, List.of());
    }

    /** @param nameServers who is asked what names of endpoints stand for; empty = those of the system */
    static Router start(RouterConfig config, List<InetSocketAddress> nameServers) throws IOException {
        return new Router(config, ManifestNews.NONE, nameServers);
    }

    /**
     * Puts a table in force and opens its ports: whole or not at all, but for ports that cannot be opened, which are told.
     * Exchanges under way finish in the table they began with.
     */
    public List<BindFailure> publish(RoutingTable table) {
        CompiledTable compiled = generations.apply(table).table();
        cartographer.follow(table);
        if (draining) {
            return List.of();
        }
        List<BindFailure> failures = listeners.reconcile(compiled.ports(), compiled.securePorts());
        serving = true;
        return failures;
    }

    /** Who serves each cluster from now on. */
    public void publish(Endpoints endpoints) {
        generations.apply(endpoints);
    }

    /** Whether a table is served, and will be for some time. */
    public boolean ready() {
        return serving && !draining;
    }

    /** A value of whoever runs this router, asked for at each scrape while {@code of} lives. */
    public <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        meters.gauge(name, help, of, value);
    }

    /** The ports that are open. */
    public Set<Integer> ports() {
        return listeners.ports();
    }

    public int adminPort() {
        return admin.port();
    }

    /**
     * Ends: readiness fails, clients are told to go, a grace for others to notice, then no more is accepted and what is under way
     * may finish.
     */
    public DrainReport drain() {
        draining = true;
        if (config.drain().grace().isPositive()) {
            retire();
            sleep(config.drain().grace());
        }
        // In this order: a client that is told to go comes back at once, and a connection that is closed unaccepted is
        // reset.
        listeners.closeAll();
        retire();
        awaitNoConnection(FAREWELL.minus(config.drain().grace()));
        int busy = sum(loop -> {
            loop.drain();
            return loop.busy();
        });
        awaitNoConnection(config.drain().time());
        int aborted = sum(AcceptingLoop::abort);
        close();
        return new DrainReport(busy - aborted, aborted);
    }

    private void retire() {
        sum(loop -> {
            loop.retire();
            return 0;
        });
    }

    private void awaitNoConnection(Duration atMost) {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (System.nanoTime() < deadlineNanos && sum(AcceptingLoop::size) > 0) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void sleep(Duration duration) {
        long untilNanos = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = untilNanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private interface OnLoop {
        int of(AcceptingLoop loop);
    }

    private int sum(OnLoop question) {
        int sum = 0;
        for (AcceptingLoop loop : loops) {
            sum += ask(loop.loop().eventLoop(), () -> question.of(loop));
        }
        return sum;
    }

    private static int ask(EventLoop loop, Callable<Integer> question) {
        return loop.submit(question).syncUninterruptibly().getNow();
    }

    /** Ends at once. */
    @Override
    public void close() {
        draining = true;
        listeners.closeAll();
        history.close();
        tap.close();
        admin.close();
        names.close();
        keys.close();
        if (group.isShuttingDown()) {
            return;
        }
        sum(loop -> {
            loop.abort();
            loop.loop().readBuffers().close();
            loop.loop().writeBuffers().close();
            return 0;
        });
        accessLog.close();
        tracing.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
