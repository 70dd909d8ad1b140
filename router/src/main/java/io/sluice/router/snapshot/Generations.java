package io.sluice.router.snapshot;

import io.sluice.router.observe.Observations;
import io.sluice.router.passthrough.PassedRoute;
import io.sluice.router.passthrough.Pipes;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.router.route.CompiledTable;
import io.sluice.router.route.RouteCompiler;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.tls.SecurePort;
import io.sluice.router.tls.ServerContexts;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.Upstreams;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.telemetry.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The generation in force. <em>Shared</em>: replaced by the publishing thread, read by the event loops; the one volatile here
 * is the only crossing.
 */
public final class Generations {
    /** A table is in force this much later at most because of an issuer that does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Upstreams upstreams;
    private final Keys keys;
    private final Meters meters;
    private final ServerContexts contexts;
    private final List<Pipes> pipes;
    private final Function<Telemetry, @Nullable Observations> observing;
    private volatile Generation current;

    /** One that tells of exchanges what it was started with, whatever tables say. */
    public Generations(Upstreams upstreams, Keys keys, Meters meters, ServerContexts contexts, List<Pipes> pipes) {
        this(upstreams, keys, meters, contexts, pipes, telemetry -> null);
    }

    /**
     * @param pipes of each event loop; empty = no connection will come
     * @param observing compiles what is told of exchanges
     */
    public Generations(
            Upstreams upstreams,
            Keys keys,
            Meters meters,
            ServerContexts contexts,
            List<Pipes> pipes,
            Function<Telemetry, @Nullable Observations> observing) {
        this.pipes = List.copyOf(pipes);
        this.observing = observing;
        this.upstreams = upstreams;
        this.keys = keys;
        this.meters = meters;
        this.contexts = contexts;
        current = new Generation(
                0,
                RoutingTable.EMPTY,
                new CompiledTable(RoutingTable.EMPTY, new RouteCompiler(Map.of(), keys, meters)),
                Map.of(),
                null);
    }

    public Generation current() {
        return current;
    }

    /** Who answers handshakes of a port right now; null = it speaks no TLS. */
    public @Nullable SecurePort securePort(int port) {
        return current.secure().get(port);
    }

    /** Compiles a table and puts it in force: clusters are live before the first request can be routed to them. */
    public synchronized Generation apply(RoutingTable table) {
        Map<String, UpstreamCluster> clusters = upstreams.reconcile(table.clusters());
        RouteCompiler compiler = new RouteCompiler(clusters, keys, meters);
        CompiledTable compiled = new CompiledTable(table, compiler);
        keys.settle();
        keys.await(PATIENCE);
        Map<Integer, SecurePort> secure =
                contexts.ports(table, route -> new PassedRoute(route, clusters, compiled.pods(), meters, pipes));
        Generation next =
                new Generation(current.number() + 1, table, compiled, secure, observing.apply(table.telemetry()));
        current = next;
        upstreams.retain(clusters);
        meters.retain(compiler.used(), compiler.usedOfCopies());
        return next;
    }

    public void apply(Endpoints endpoints) {
        upstreams.publish(endpoints);
    }
}
