package io.sluice.router.passthrough;

import io.netty.channel.ChannelHandler;
import io.sluice.router.loop.Loop;
import io.sluice.router.route.Weights;
import io.sluice.router.route.pod.PodGates;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.PipeMeter;
import io.sluice.router.tls.Unopened;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.Destination;
import io.sluice.table.Role;
import io.sluice.table.SniRoute;
import io.sluice.table.policy.HashKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route by server name, compiled. Immutable. */
public final class PassedRoute implements Unopened {
    private final List<Pipes> loops;
    private final Weights weights;
    private final Target[] targets;
    private final @Nullable PodGates pods;

    /**
     * A branch of the split.
     *
     * @param cluster null = the table names one that it does not hold, or that cannot be spoken to
     * @param bySource whether clients stay with an endpoint by their address
     */
    record Target(@Nullable UpstreamCluster cluster, PipeMeter meter, boolean bySource) {}

    /**
     * @param loops the pipes of each
     * @param pods who is guarded by policies; null = nobody
     */
    public PassedRoute(
            SniRoute route,
            Map<String, UpstreamCluster> clusters,
            @Nullable PodGates pods,
            Meters meters,
            List<Pipes> loops) {
        this.loops = loops;
        this.pods = pods;
        weights = new Weights(route.split());
        targets = route.split().destinations().stream()
                .map(destination -> target(destination, clusters, meters))
                .toArray(Target[]::new);
    }

    private static Target target(Destination destination, Map<String, UpstreamCluster> clusters, Meters meters) {
        UpstreamCluster cluster = clusters.get(destination.cluster());
        boolean bySource = destination.hashKeys().stream().anyMatch(key -> key instanceof HashKey.SourceAddress);
        return new Target(
                cluster != null && cluster.isSpoken() ? cluster : null, meters.pipes(destination.cluster()), bySource);
    }

    @Override
    public ChannelHandler take(Loop loop, String serverName) {
        Target target = targets[weights.draw(loop.random())];
        return new Pipe(loops.get(loop.index()), this, target, serverName).client();
    }

    /** Policies speak of requests, and here none is seen: who is guarded by one takes nobody from here. */
    boolean guarded(UpstreamEndpoint endpoint) {
        return pods != null && pods.of(endpoint, Role.GATEWAY) != null;
    }
}
