package io.sluice.router;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.router.exchange.LoopExchanges;
import io.sluice.router.exchange.LoopExchanges.Replying;
import io.sluice.router.exchange.LoopExchanges.Telling;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.ClientConnection;
import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.http.h1.ServerConnections;
import io.sluice.router.http.h2.Http2ClientConnections;
import io.sluice.router.http.h2.Http2ServerConnections;
import io.sluice.router.log.AccessLogging;
import io.sluice.router.log.Tap;
import io.sluice.router.loop.Loop;
import io.sluice.router.observe.LoopObserver;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.router.snapshot.Generations;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.tls.ServerContexts;
import io.sluice.router.upstream.EndpointPool;
import io.sluice.router.upstream.Names;
import io.sluice.router.upstream.OpeningLoop;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.router.upstream.Upstreams;
import io.sluice.table.Destination;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.PathRewrite;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.AccessLog;
import io.sluice.table.policy.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data plane without sockets: an event loop, a client's connection, and an idle one to each of a canary's two models. What a real
 * router does for a request is done here, but for the kernel's part.
 */
public final class InMemoryRouter implements AutoCloseable {
    private static final int PORT = 8000;

    private final EmbeddedChannel carrier = new EmbeddedChannel();
    private final Loop loop = Loop.of(carrier.eventLoop(), 0, 1);
    private final Keys keys = new Keys(true);
    private final EmbeddedChannel client;
    private final EmbeddedChannel main;
    private final EmbeddedChannel canary;
    private final EndpointPool mainPool;
    private final AccessLogging logging;

    public InMemoryRouter() {
        this(null);
    }

    /** @param log null = nothing is written */
    public InMemoryRouter(@Nullable AccessLog log) {
        logging = open(log);
        Limits limits = Limits.DEFAULT;
        Meters meters = new Meters(1);
        ClientConnections opened = new ClientConnections(loop, limits, false);
        Upstreams upstreams = new Upstreams(
                List.of(new OpeningLoop(loop, opened, new Http2ClientConnections(loop, limits))),
                limits,
                Names.UNASKED,
                meters.traffic(),
                null);
        Generations generations = new Generations(upstreams, keys, meters, new ServerContexts(true), List.of());
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        generations.apply(table(clusters));
        generations.apply(endpoints(clusters));
        List<UpstreamEndpoint> endpoints = upstreams.reconcile(clusters).values().stream()
                .map(cluster -> cluster.endpoints().get(0))
                .toList();
        mainPool = pool(endpoints.get(0));
        main = idle(opened, mainPool);
        canary = idle(opened, pool(endpoints.get(1)));
        LoopExchanges exchanges = new LoopExchanges(
                loop,
                limits,
                meters,
                new Telling(new LoopObserver(logging.loop(0), null), new Tap(1).loop(0), null),
                upstreams,
                generations,
                new Replying("istio-envoy", false));
        ServerConnections accepted =
                new ServerConnections(loop, limits, false, false, new Http2ServerConnections(loop, limits)::accept);
        client = new EmbeddedChannel(accepted.accept(exchanges.acceptor(PORT, "127.0.0.1", "127.0.0.1", 40_000, null)));
    }

    private static AccessLogging open(@Nullable AccessLog log) {
        try {
            return AccessLogging.open(log, List.of(), 1);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    private static RoutingTable table(Map<String, Cluster> clusters) {
        Forward forward = new Forward(
                new Split(List.of(
                        new Destination(cluster("main", clusters), 75),
                        new Destination(cluster("canary", clusters), 25))),
                new Rewrite(new PathRewrite.ReplacePrefix("/"), null),
                Duration.ofSeconds(30),
                RetryPolicy.ISTIO_DEFAULT,
                List.of());
        Route route = new Route(
                "model",
                RequestMatch.ofPath(new PathMatch.Prefix("/seldon/ns/m/", false)),
                forward,
                new Origin("VirtualService", "ns", "m", "spec.http[0]"));
        Host host = new Host("*", List.of(Domain.of(new HostPattern.Any())), List.of(route), false);
        Listener listener = Listener.http("gateway:" + PORT, PORT, PORT, Role.GATEWAY, List.of(host));
        return new RoutingTable(List.of(listener), clusters, List.of());
    }

    private static String cluster(String subset, Map<String, Cluster> clusters) {
        Cluster cluster = Cluster.plain("m.ns.svc.cluster.local", PORT, subset, UpstreamProtocol.HTTP1);
        clusters.put(cluster.name(), cluster);
        return cluster.name();
    }

    private static Endpoints endpoints(Map<String, Cluster> clusters) {
        Map<String, List<Endpoint>> all = new LinkedHashMap<>();
        clusters.keySet().forEach(name -> all.put(name, List.of(new Endpoint("127.0.0.1", PORT))));
        return new Endpoints(all, Map.of());
    }

    private EndpointPool pool(UpstreamEndpoint endpoint) {
        return (EndpointPool) endpoint.pool(loop, new RequestHead());
    }

    private static EmbeddedChannel idle(ClientConnections opened, EndpointPool pool) {
        ClientConnection connection = opened.open(pool);
        EmbeddedChannel channel = new EmbeddedChannel(connection);
        pool.reusable(connection);
        return channel;
    }

    /** One request, to whichever model is drawn, and its answer; both are released. */
    public void exchange(ByteBuf request, ByteBuf response) {
        client.writeInbound(request.retainedDuplicate());
        EmbeddedChannel model = main.outboundMessages().isEmpty() ? canary : main;
        drain(model);
        model.writeInbound(response.retainedDuplicate());
        drain(client);
        turn();
    }

    private static void drain(EmbeddedChannel channel) {
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            sent.release();
        }
    }

    /** What is due, as an event loop does between events. */
    public void turn() {
        carrier.runScheduledPendingTasks();
    }

    /** To the main model. */
    public EndpointPool pool() {
        return mainPool;
    }

    @Override
    public void close() {
        logging.close();
        keys.close();
    }
}
