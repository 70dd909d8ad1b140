package io.sluice.conformance.own;

import io.sluice.table.Action;
import io.sluice.table.DirectResponse;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.Listener;
import io.sluice.table.Redirect;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Split;
import io.sluice.table.Traffic;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.Cors;
import io.sluice.table.policy.Fault;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.RoutePolicies;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A change of one kind of part, carried through a whole table. */
final class Edit {
    private Edit() {}

    /** May drop what it is given, by null. */
    interface Part<T> {
        @Nullable
        T of(T part);
    }

    static UnaryOperator<RoutingTable> listeners(UnaryOperator<Listener> change) {
        return table -> new RoutingTable(
                table.listeners().stream().map(change).toList(), table.clusters(), table.workloadPolicies());
    }

    private static UnaryOperator<RoutingTable> http(UnaryOperator<Traffic.Http> change) {
        return listeners(listener -> {
            Traffic changed = switch (listener.traffic()) {
                case Traffic.Http http -> change.apply(http);
                case Traffic.Passthrough passthrough -> passthrough;
            };
            return new Listener(
                    listener.name(),
                    listener.port(),
                    listener.declaredPort(),
                    listener.role(),
                    listener.tls(),
                    changed,
                    listener.policies());
        });
    }

    static UnaryOperator<RoutingTable> options(UnaryOperator<HttpOptions> change) {
        return http(http -> new Traffic.Http(http.hosts(), http.grpcWeb(), change.apply(http.options())));
    }

    static UnaryOperator<RoutingTable> hostLists(UnaryOperator<List<Host>> change) {
        return http(http -> new Traffic.Http(change.apply(http.hosts()), http.grpcWeb(), http.options()));
    }

    static UnaryOperator<RoutingTable> hosts(UnaryOperator<Host> change) {
        return hostLists(hosts -> hosts.stream().map(change).toList());
    }

    static UnaryOperator<RoutingTable> routeLists(UnaryOperator<List<Route>> change) {
        return hosts(host -> new Host(host.name(), host.domains(), change.apply(host.routes()), host.httpsRedirect()));
    }

    static UnaryOperator<RoutingTable> routes(UnaryOperator<Route> change) {
        return routeLists(routes -> routes.stream().map(change).toList());
    }

    static UnaryOperator<RoutingTable> matches(UnaryOperator<RequestMatch> change) {
        return routes(route ->
                new Route(route.name(), change.apply(route.match()), route.policies(), route.action(), route.origin()));
    }

    static UnaryOperator<RoutingTable> paths(UnaryOperator<PathMatch> change) {
        return matches(match -> new RequestMatch(
                change.apply(match.path()),
                match.method(),
                match.scheme(),
                match.authority(),
                match.headers(),
                match.query(),
                match.claims(),
                match.source()));
    }

    static UnaryOperator<RoutingTable> headerLists(UnaryOperator<List<HeaderMatch>> change) {
        return matches(match -> new RequestMatch(
                match.path(),
                match.method(),
                match.scheme(),
                match.authority(),
                change.apply(match.headers()),
                match.query(),
                match.claims(),
                match.source()));
    }

    static UnaryOperator<RoutingTable> actions(UnaryOperator<Action> change) {
        return routes(route ->
                new Route(route.name(), route.match(), route.policies(), change.apply(route.action()), route.origin()));
    }

    static UnaryOperator<RoutingTable> forwards(UnaryOperator<Forward> change) {
        return actions(action -> switch (action) {
            case Forward forward -> change.apply(forward);
            case Redirect redirect -> redirect;
            case DirectResponse response -> response;
        });
    }

    static UnaryOperator<RoutingTable> redirects(UnaryOperator<Redirect> change) {
        return actions(action -> switch (action) {
            case Forward forward -> forward;
            case Redirect redirect -> change.apply(redirect);
            case DirectResponse response -> response;
        });
    }

    static UnaryOperator<RoutingTable> responses(UnaryOperator<DirectResponse> change) {
        return actions(action -> switch (action) {
            case Forward forward -> forward;
            case Redirect redirect -> redirect;
            case DirectResponse response -> change.apply(response);
        });
    }

    static UnaryOperator<RoutingTable> splits(UnaryOperator<Split> change) {
        return forwards(forward -> new Forward(
                change.apply(forward.split()),
                forward.rewrite(),
                forward.timeout(),
                forward.retry(),
                forward.shadows()));
    }

    static UnaryOperator<RoutingTable> policies(UnaryOperator<RoutePolicies> change) {
        return routes(route ->
                new Route(route.name(), route.match(), change.apply(route.policies()), route.action(), route.origin()));
    }

    static UnaryOperator<RoutingTable> faults(Part<Fault> change) {
        return policies(policies -> new RoutePolicies(
                policies.fault() == null ? null : change.of(policies.fault()), policies.cors(), policies.headers()));
    }

    static UnaryOperator<RoutingTable> cors(Part<Cors> change) {
        return policies(policies -> new RoutePolicies(
                policies.fault(), policies.cors() == null ? null : change.of(policies.cors()), policies.headers()));
    }

    static UnaryOperator<RoutingTable> routeHeaders(UnaryOperator<HeaderOperations> change) {
        return policies(
                policies -> new RoutePolicies(policies.fault(), policies.cors(), change.apply(policies.headers())));
    }

    static UnaryOperator<HeaderOperations> ofRequests(UnaryOperator<HeaderOperations.Edits> change) {
        return operations -> new HeaderOperations(change.apply(operations.request()), operations.response());
    }

    static UnaryOperator<HeaderOperations> ofResponses(UnaryOperator<HeaderOperations.Edits> change) {
        return operations -> new HeaderOperations(operations.request(), change.apply(operations.response()));
    }
}
