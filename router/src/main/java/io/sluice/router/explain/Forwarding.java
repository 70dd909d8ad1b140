package io.sluice.router.explain;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Hidden;
import io.sluice.router.http.RequestHead;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledRoute;
import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Route;
import io.sluice.table.Shadow;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.tls.UpstreamTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a forwarded request becomes, and whom it reaches. */
final class Forwarding {
    private final Walk walk;
    private final Endpoints endpoints;

    Forwarding(Walk walk, Endpoints endpoints) {
        this.walk = walk;
        this.endpoints = endpoints;
    }

    /** @param declared what {@code compiled} is the action of */
    Outcome.Forwarded outcome(CompiledForward compiled, Route declared) {
        if (!(declared.action() instanceof Forward forward)) {
            throw new IllegalStateException(declared.name() + " was compiled to something else");
        }
        RetryPolicy retry = forward.retry();
        return new Outcome.Forwarded(
                request(compiled),
                Words.of(declared.policies().headers()),
                shares(compiled, forward),
                forward.timeout(),
                retry.retries(),
                retry.on().stream().map(RetryCondition::word).sorted().toList(),
                retry.perTryTimeout(),
                forward.shadows().stream().map(shadow -> copy(compiled, shadow)).toList());
    }

    /** The rewriter works on the head itself, which from here on is the one that is sent. */
    private String request(CompiledForward compiled) {
        RequestHead head = walk.head();
        if (compiled.path() != null) {
            compiled.path().rewrite(head);
        }
        byte[] prefix = head.pathPrefix();
        return Hidden.in(walk.question().method() + " " + (prefix == null ? "" : Ascii.text(prefix, 0, prefix.length))
                + walk.path() + walk.query() + " HTTP/1.1");
    }

    private List<Outcome.Share> shares(CompiledForward compiled, Forward forward) {
        List<Destination> destinations = forward.split().destinations();
        int total = destinations.stream().mapToInt(Destination::weight).sum();
        return java.util.stream.IntStream.range(0, destinations.size())
                .mapToObj(i -> {
                    Destination destination = destinations.get(i);
                    double percent = destinations.size() == 1 ? 100 : 100.0 * destination.weight() / total;
                    boolean served = compiled.split().destination(i).cluster() != null;
                    return new Outcome.Share(
                            percent,
                            destination.cluster(),
                            host(compiled, i),
                            addresses(destination.cluster(), Endpoint.State.READY),
                            addresses(destination.cluster(), Endpoint.State.DRAINING),
                            Words.of(destination.headers()),
                            trouble(destination.cluster(), served));
                })
                .toList();
    }

    /** In the order of {@code exchange.ForwardedHeaders}: the rewrite, the route's operations, the destination's. */
    private String host(CompiledForward compiled, int destination) {
        CompiledRoute route = walk.route();
        byte[] ofRoute = route == null ? null : route.headers().request().host();
        byte[] ofDestination =
                compiled.split().destination(destination).headers().request().host();
        byte[] changed =
                compiled.authority() != null ? compiled.authority() : ofRoute != null ? ofRoute : ofDestination;
        return changed == null ? asReceived() : Ascii.text(changed, 0, changed.length);
    }

    private String asReceived() {
        RequestHead head = walk.head();
        return Ascii.text(head.bytes(), head.hostStart(), head.hostEnd());
    }

    private Outcome.Copy copy(CompiledForward compiled, Shadow shadow) {
        boolean sent = List.of(compiled.shadows()).stream()
                .anyMatch(copy -> copy.cluster().cluster().name().equals(shadow.cluster()));
        String trouble = sent ? "" : "not sent: " + unserved(shadow.cluster());
        List<String> ready = addresses(shadow.cluster(), Endpoint.State.READY);
        return new Outcome.Copy(shadow.share().perMillion() / 10_000.0, shadow.cluster(), ready, trouble);
    }

    private List<String> addresses(String cluster, Endpoint.State state) {
        return all(cluster).stream()
                .filter(endpoint -> endpoint.state() == state)
                .map(Forwarding::address)
                .toList();
    }

    static String address(Endpoint endpoint) {
        String address = endpoint.address();
        return (address.indexOf(':') < 0 ? address : "[" + address + "]") + ":" + endpoint.port();
    }

    private List<Endpoint> all(@Nullable String cluster) {
        return endpoints.byCluster().getOrDefault(cluster, List.of());
    }

    private String trouble(String cluster, boolean served) {
        if (!served) {
            return (known(cluster) ? "503 UF: " : "503 NC: ") + unserved(cluster);
        }
        return all(cluster).isEmpty() ? "503 UH: no endpoint is known" : "";
    }

    private String unserved(String cluster) {
        Cluster declared = walk.generation().declared().clusters().get(cluster);
        if (declared == null) {
            return "there is no such Service, port or subset";
        }
        return declared.tls() instanceof UpstreamTls.Unavailable unavailable
                ? unavailable.reason()
                : "its certificates cannot be used";
    }

    private boolean known(String cluster) {
        return walk.generation().declared().clusters().containsKey(cluster);
    }
}
