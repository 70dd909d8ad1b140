package io.sluice.router.route;

import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.failure.Failure;
import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.http.Ascii;
import io.sluice.router.policy.CompiledPolicies;
import io.sluice.router.policy.Tallies;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.router.route.hash.HashKeys;
import io.sluice.router.route.path.PathRewriter;
import io.sluice.router.route.pod.PodGates;
import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.SeriesKey;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.table.Destination;
import io.sluice.table.DirectResponse;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.Shadow;
import io.sluice.table.Split;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.match.PathMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorizer;
import io.sluice.table.policy.Cors;
import io.sluice.table.policy.WorkloadPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns what is declared into what runs; used off the event loops, once a table. */
public final class RouteCompiler {
    private final Map<String, UpstreamCluster> clusters;
    private final Keys keys;
    private final Meters meters;
    private final Map<SeriesKey, ExchangeMeter> used = new HashMap<>();
    private final Map<SeriesKey, ExchangeMeter> usedOfCopies = new HashMap<>();

    public RouteCompiler(Map<String, UpstreamCluster> clusters, Keys keys, Meters meters) {
        this.clusters = clusters;
        this.keys = keys;
        this.meters = meters;
    }

    /** What the routes that it has compiled count into. */
    public Map<SeriesKey, ExchangeMeter> used() {
        return used;
    }

    /** What the copies of these routes count into. */
    public Map<SeriesKey, ExchangeMeter> usedOfCopies() {
        return usedOfCopies;
    }

    CompiledListener listener(Listener listener, Traffic.Http traffic) {
        List<HostIndex.Entry> entries = new ArrayList<>();
        for (Host host : traffic.hosts()) {
            CompiledHost compiled = host(host);
            host.domains().forEach(domain -> entries.add(new HostIndex.Entry(domain, compiled)));
        }
        return new CompiledListener(
                listener.name(),
                listener.role(),
                listener.declaredPort(),
                listener.role() == Role.MESH ? listener.declaredPort() : listener.port(),
                new HostIndex(entries),
                asksCallers(traffic),
                traffic.grpcWeb(),
                CompiledOptions.of(traffic.options()),
                CompiledPolicies.of(
                        listener.policies().authentication(),
                        listener.policies().authorization(),
                        keys,
                        this::tally),
                authorizer(listener.policies().authorization()));
    }

    private @Nullable CompiledAuthorizer authorizer(Authorization authorization) {
        if (authorization.custom().isEmpty()) {
            return null;
        }
        Authorizer declared = authorization.custom().get(0).authorizer();
        UpstreamCluster cluster = clusters.get(declared.cluster());
        return new CompiledAuthorizer(declared, cluster != null && cluster.isSpoken() ? cluster : null);
    }

    @Nullable
    PodGates pods(List<WorkloadPolicy> policies) {
        return PodGates.of(policies, keys, this::tally, this::authorizer);
    }

    private Tallies.Tally tally(String policy, Tallies.Outcome outcome) {
        return meters.trials(policy, outcome.name().toLowerCase(Locale.ROOT))::count;
    }

    private static boolean asksCallers(Traffic.Http traffic) {
        return traffic.hosts().stream()
                .anyMatch(host -> host.domains().stream().anyMatch(domain -> domain.callerNamespace() != null)
                        || host.routes().stream()
                                .anyMatch(route -> route.match().source() != null));
    }

    private CompiledHost host(Host host) {
        List<CompiledRoute> routes =
                host.routes().stream().map(route -> route(host, route)).toList();
        return new CompiledHost(host, routes);
    }

    private CompiledRoute route(Host host, Route route) {
        Cors cors = route.policies().cors();
        return new CompiledRoute(
                route.name(),
                new RequestMatcher(route.match()),
                action(host, route),
                route.policies().fault(),
                cors == null ? null : new CompiledCors(cors),
                CompiledHeaders.of(route.policies().headers()),
                meter(host, route, ""),
                route.origin());
    }

    private CompiledAction action(Host host, Route route) {
        PathMatch match = route.match().path();
        return switch (route.action()) {
            case Forward forward -> forward(host, route, forward);
            case Redirect redirect -> new CompiledRedirect(redirect, path(redirect.path(), match));
            case DirectResponse response -> new CompiledResponse(response.status(), body(response.body()));
        };
    }

    private static byte[] body(DirectResponse.Body body) {
        return switch (body) {
            case DirectResponse.Body.Text text -> text.text().getBytes(StandardCharsets.UTF_8);
            case DirectResponse.Body.Base64 bytes -> Base64.getDecoder().decode(bytes.encoded());
        };
    }

    private CompiledForward forward(Host host, Route route, Forward forward) {
        String authority = forward.rewrite().authority();
        return new CompiledForward(
                new CompiledSplit(forward.split(), destination -> destination(host, route, destination)),
                path(forward.rewrite().path(), route.match().path()),
                authority == null ? null : Ascii.bytes(authority),
                nanos(forward.timeout()),
                forward.retry(),
                nanos(forward.retry().perTryTimeout()),
                avoidsPreviousHosts(forward),
                hash(forward.split()),
                shadows(host, route, forward));
    }

    private static boolean avoidsPreviousHosts(Forward forward) {
        Split split = forward.split();
        return switch (forward.retry().previousHosts()) {
            case AVOIDED -> true;
            case ALLOWED -> false;
            case AVOIDED_UNLESS_HASHED ->
                split.weighted() || split.destinations().get(0).hashKeys().isEmpty();
        };
    }

    private @Nullable HashKeys hash(Split split) {
        return split.destinations().stream().anyMatch(this::picksByHash) ? HashKeys.of(split) : null;
    }

    private boolean picksByHash(Destination destination) {
        UpstreamCluster cluster = clusters.get(destination.cluster());
        return cluster != null && cluster.cluster().loadBalancing() instanceof LoadBalancing.ConsistentHash;
    }

    /** One to a cluster that is unknown, or cannot be spoken to, is dropped, as Envoy does. */
    private CompiledShadow[] shadows(Host host, Route route, Forward forward) {
        return forward.shadows().stream()
                .flatMap(shadow -> shadow(host, route, shadow))
                .toArray(CompiledShadow[]::new);
    }

    private Stream<CompiledShadow> shadow(Host host, Route route, Shadow shadow) {
        UpstreamCluster cluster = clusters.get(shadow.cluster());
        return cluster != null && cluster.isSpoken()
                ? Stream.of(new CompiledShadow(
                        cluster,
                        shadow.share(),
                        usedOfCopies.computeIfAbsent(key(host, route, shadow.cluster()), meters::copies)))
                : Stream.empty();
    }

    private CompiledDestination destination(Host host, Route route, Destination destination) {
        UpstreamCluster cluster = clusters.get(destination.cluster());
        return new CompiledDestination(
                cluster != null && cluster.isSpoken() ? cluster : null,
                cluster == null ? Failure.NO_CLUSTER : Failure.TLS_UNAVAILABLE,
                CompiledHeaders.of(destination.headers()),
                meter(host, route, destination.cluster()));
    }

    private ExchangeMeter meter(Host host, Route route, String destination) {
        return used.computeIfAbsent(key(host, route, destination), meters::exchanges);
    }

    private static SeriesKey key(Host host, Route route, String cluster) {
        return SeriesKey.of(host.name(), route.name(), cluster);
    }

    private static @Nullable PathRewriter path(@Nullable PathRewrite rewrite, PathMatch match) {
        return rewrite == null ? null : PathRewriter.of(rewrite, match);
    }

    private static long nanos(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toNanos();
    }
}
