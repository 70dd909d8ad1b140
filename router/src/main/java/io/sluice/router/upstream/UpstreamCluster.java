package io.sluice.router.upstream;

import io.sluice.router.http.Limits;
import io.sluice.router.loop.Loop;
import io.sluice.router.loop.LoopTimer;
import io.sluice.router.loop.Relay;
import io.sluice.router.telemetry.traffic.Target;
import io.sluice.router.telemetry.traffic.TrafficMeters;
import io.sluice.router.upstream.health.Ejections;
import io.sluice.router.upstream.health.EndpointHealth;
import io.sluice.router.upstream.limit.ClusterLimits;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.OutlierDetection;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.table.tls.UpstreamTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One upstream, live: its endpoints, how one is picked, and what of it may be used. <em>Shared</em>: endpoints change one change at
 * a time, by the publishing thread or by the event loop that saw one fail once too often, and loops read them through a volatile
 * field.
 */
public final class UpstreamCluster {
    private final Cluster cluster;
    private final List<OpeningLoop> loops;
    private final Limits bounds;
    private final ClusterLimits limits;
    private final Security security;
    private final Security demanded;
    private final @Nullable Ejections ejections;
    private final AtomicLong ejectionCount;
    private final TrafficMeters traffic;
    private final Target target;
    private final Relay changes = new Relay();
    private volatile EndpointLevels usable = EndpointLevels.NONE;

    /** All that are published, for who looks for idle connections. */
    private volatile List<UpstreamEndpoint> all = List.of();

    // --- touched by changes alone ---

    private final Map<String, UpstreamEndpoint> byName = new HashMap<>();
    private List<Endpoint> declared = List.of();
    private List<UpstreamEndpoint> candidates = List.of();
    private boolean sweeping;

    /**
     * @param ejectionCount goes up with each
     * @param retryBudget if the cluster has none of its own; null = none
     */
    UpstreamCluster(
            Cluster cluster,
            List<OpeningLoop> loops,
            Limits bounds,
            AtomicLong ejectionCount,
            TrafficMeters traffic,
            @Nullable RetryBudget retryBudget) {
        this.ejectionCount = ejectionCount;
        this.traffic = traffic;
        target = traffic.cluster(cluster);
        this.cluster = cluster;
        this.loops = loops;
        this.bounds = bounds;
        limits = new ClusterLimits(cluster, retryBudget);
        security = Security.of(cluster, !loops.isEmpty());
        demanded = cluster.tls() instanceof UpstreamTls.AsDemanded some
                ? Security.of(cluster, some.demanded(), !loops.isEmpty())
                : security;
        OutlierDetection detection = cluster.outlierDetection();
        ejections = detection == null ? null : new Ejections(detection);
    }

    public Cluster cluster() {
        return cluster;
    }

    /** All that are published, ready or not. */
    public List<UpstreamEndpoint> endpoints() {
        return all;
    }

    public ClusterLimits limits() {
        return limits;
    }

    /** What connections to an endpoint are opened with. */
    Security security(Endpoint endpoint) {
        return endpoint.demandsTls() ? demanded : security;
    }

    /** Whether its endpoints can be spoken to: never in plaintext where TLS is asked for. */
    public boolean isSpoken() {
        return security.spoken();
    }

    TrafficMeters traffic() {
        return traffic;
    }

    /** What is counted into when none of its endpoints was reached. */
    public Target target() {
        return target;
    }

    List<OpeningLoop> loops() {
        return loops;
    }

    /** How long a connection may be unused. */
    Duration idleTimeout() {
        Duration wanted = cluster.connectionPool().idleTimeout();
        Duration most = bounds.upstreamIdleTimeout();
        return wanted == null || wanted.compareTo(most) > 0 ? most : wanted;
    }

    /** How long a connection may live; 0 = for ever. */
    long maxConnectionNanos() {
        Duration most = cluster.connectionPool().maxConnectionDuration();
        return most == null ? 0 : most.toNanos();
    }

    /** How many endpoints requests may go to. */
    public int size() {
        return usable.size();
    }

    /**
     * Picks an endpoint for an attempt.
     *
     * @param key of the request, where the cluster picks by hash; a random number if it has none
     * @param tried endpoints to avoid if there are others; null = none
     * @param away how many priorities of endpoints to leave behind; 0 = none
     * @return null if there is none at all
     */
    public @Nullable UpstreamEndpoint pick(Loop loop, long key, @Nullable List<UpstreamEndpoint> tried, int away) {
        EndpointLevels levels = usable;
        return levels.isEmpty() ? null : levels.pick(loop, key, tried, away);
    }

    // --- what is published ---

    void publish(List<Endpoint> published, Names names) {
        changes.run(() -> replace(published, names));
    }

    /** Ready endpoints; draining ones only when nothing else is left (DESIGN: endpoints). */
    private void replace(List<Endpoint> published, Names names) {
        List<Endpoint> reached = cluster.discovery() == Discovery.PUBLISHED ? published : reached(published, names);
        if (reached.equals(declared)) {
            return;
        }
        declared = reached;
        Map<String, UpstreamEndpoint> kept = new HashMap<>();
        for (Endpoint endpoint : reached) {
            String name = endpoint.address() + ' ' + endpoint.port();
            UpstreamEndpoint live = byName.get(name);
            kept.put(
                    name,
                    live != null && live.isFor(endpoint)
                            ? live.become(endpoint)
                            : new UpstreamEndpoint(endpoint, this));
        }
        byName.forEach((name, old) -> {
            if (kept.get(name) != old) {
                old.close();
            }
        });
        byName.clear();
        byName.putAll(kept);
        all = List.copyOf(kept.values());
        List<UpstreamEndpoint> ready = inState(Endpoint.State.READY);
        candidates = ready.isEmpty() ? inState(Endpoint.State.DRAINING) : ready;
        arrange();
    }

    private List<Endpoint> reached(List<Endpoint> published, Names names) {
        List<Endpoint> reached = new ArrayList<>();
        for (Endpoint endpoint : published) {
            List<Endpoint> resolved = names.addresses(endpoint.address()).stream()
                    .map(endpoint::withAddress)
                    .toList();
            if (cluster.discovery() == Discovery.DNS_FIRST && resolved.size() > 1) {
                // Servers turn their answers round: one that is in use stays while it is among them.
                reached.add(
                        resolved.stream().filter(declared::contains).findFirst().orElse(resolved.get(0)));
            } else {
                reached.addAll(resolved);
            }
        }
        return reached;
    }

    private List<UpstreamEndpoint> inState(Endpoint.State state) {
        return byName.values().stream()
                .filter(live -> live.endpoint().state() == state)
                .toList();
    }

    private void arrange() {
        OutlierDetection detection = cluster.outlierDetection();
        int panicPercent = detection == null ? 0 : detection.minHealthPercent();
        usable = EndpointLevels.of(candidates, cluster.loadBalancing(), panicPercent, loops.size());
    }

    // --- who is set aside ---

    void eject(UpstreamEndpoint endpoint) {
        long now = System.nanoTime();
        changes.run(() -> {
            EndpointHealth health = endpoint.health();
            // It may have been replaced by now.
            if (ejections != null
                    && health != null
                    && candidates.contains(endpoint)
                    && ejections.eject(health, healths(), now)) {
                ejectionCount.incrementAndGet();
                arrange();
                sweepLater();
            }
        });
    }

    /** Who is set aside now: addresses with ports. */
    Set<String> ejected() {
        return all.stream()
                .filter(UpstreamEndpoint::ejected)
                .map(UpstreamEndpoint::hashName)
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<EndpointHealth> healths() {
        List<EndpointHealth> healths = new ArrayList<>();
        for (UpstreamEndpoint candidate : candidates) {
            EndpointHealth health = candidate.health();
            if (health != null) {
                healths.add(health);
            }
        }
        return healths;
    }

    /** Only while somebody is set aside, or was: a sound cluster has no timer. */
    private void sweepLater() {
        OutlierDetection detection = cluster.outlierDetection();
        Loop first = loops.get(0).loop();
        if (sweeping || detection == null || first.eventLoop().isShuttingDown()) {
            return;
        }
        sweeping = true;
        first.eventLoop()
                .execute(() ->
                        first.timers().arm(new Sweep(), detection.interval().toNanos()));
    }

    private final class Sweep extends LoopTimer {
        @Override
        protected void expired() {
            long now = System.nanoTime();
            changes.run(() -> sweep(now));
        }
    }

    private void sweep(long now) {
        sweeping = false;
        if (ejections != null) {
            List<EndpointHealth> healths = healths();
            if (ejections.sweep(healths, now)) {
                arrange();
            }
            if (!Ejections.idle(healths)) {
                sweepLater();
            }
        }
    }

    // --- connections ---

    /** Some pool may not open a connection: one that is idle, on whatever loop, is closed for it. */
    void giveUpIdle() {
        if (!limits.connections().hasIdle()) {
            return;
        }
        for (OpeningLoop opening : loops) {
            Loop loop = opening.loop();
            if (!loop.eventLoop().isShuttingDown()) {
                loop.eventLoop().execute(() -> giveUpIdle(loop.index()));
            }
        }
    }

    private void giveUpIdle(int loop) {
        for (UpstreamEndpoint endpoint : all) {
            if (!limits.connections().isSought() || endpoint.giveUpIdle(loop)) {
                return;
            }
        }
    }

    void close() {
        traffic.clusterGone(target);
        changes.run(() -> byName.values().forEach(UpstreamEndpoint::close));
    }
}
