package io.sluice.router.explain;

import io.sluice.router.exchange.Scrape;
import io.sluice.router.exchange.fields.Location;
import io.sluice.router.explain.Explanation.FoundHost;
import io.sluice.router.explain.Explanation.OpenPort;
import io.sluice.router.explain.Explanation.Tried;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.Hidden;
import io.sluice.router.http.Limits;
import io.sluice.router.policy.Denial;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledRedirect;
import io.sluice.router.route.CompiledResponse;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.HostIndex;
import io.sluice.router.route.RequestMatcher;
import io.sluice.router.snapshot.Generation;
import io.sluice.router.snapshot.Generations;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.tls.ServerContexts;
import io.sluice.router.upstream.Names;
import io.sluice.router.upstream.Upstreams;
import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.SniRoute;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.match.HostPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what becomes of a request in the table that is in force, and why. <em>Shared</em>: it keeps nothing of its own. */
public final class Explainer {
    private final Generations generations;
    private final Upstreams upstreams;
    private final Limits limits;

    public Explainer(Generations generations, Upstreams upstreams, Limits limits) {
        this.generations = generations;
        this.upstreams = upstreams;
        this.limits = limits;
    }

    /** Of a table that nobody serves: a data plane without event loops, so nothing is opened and nothing called. */
    public static Explainer of(RoutingTable table, Endpoints endpoints) {
        Meters meters = new Meters(0);
        Upstreams upstreams = new Upstreams(List.of(), Limits.DEFAULT, Names.UNASKED, meters.traffic(), null);
        Generations generations =
                new Generations(upstreams, new Keys(false), meters, new ServerContexts(false), List.of());
        upstreams.publish(endpoints);
        generations.apply(table);
        return new Explainer(generations, upstreams, Limits.DEFAULT);
    }

    /** What is served now. */
    public Inspection inspect() {
        Generation now = generations.current();
        return new Inspection(now.number(), now.declared(), upstreams.endpoints(), upstreams.ejected());
    }

    public Explanation explain(Question question) {
        Generation now = generations.current();
        Workload caller = question.caller().isEmpty() ? null : upstreams.caller(question.caller());
        Walk walk = new Walk(now, question, caller, limits);
        return new Explanation(
                now.number(),
                Hidden.in(question.method() + " " + question.target() + " HTTP/1.1"),
                question.host(),
                caller == null ? "" : caller.namespace() + "/" + caller.name(),
                openPort(walk),
                foundHost(walk),
                walk.listener() == null ? "" : walk.path(),
                tried(walk),
                walk.gates(),
                Policies.of(walk),
                outcome(walk));
    }

    private static @Nullable OpenPort openPort(Walk walk) {
        Listener passing = walk.passing();
        if (passing != null) {
            return new OpenPort(passing.name(), passing.role(), walk.port(), passing.declaredPort());
        }
        CompiledListener listener = walk.listener();
        return listener == null
                ? null
                : new OpenPort(listener.name(), listener.role(), walk.port(), listener.declaredPort());
    }

    private static @Nullable FoundHost foundHost(Walk walk) {
        HostIndex.Entry host = walk.host();
        return host == null ? null : new FoundHost(host.host().declared().name(), why(walk, host));
    }

    private static String why(Walk walk, HostIndex.Entry found) {
        String namespace = found.domain().callerNamespace();
        return switch (found.domain().pattern()) {
            case HostPattern.Any any -> "* takes every name that no other host has";
            case HostPattern.Address address -> "an address: the port alone says which host is meant";
            case HostPattern.Suffix suffix -> "longest wildcard that fits: *" + suffix.suffix();
            case HostPattern.Exact exact
            when namespace != null -> exact.name() + " is its name for callers of namespace " + namespace;
            case HostPattern.Exact exact
            when isBare(walk, exact.name()) -> "bare name " + exact.name() + ", whose only owner it is";
            case HostPattern.Exact exact -> "exact name " + exact.name();
        };
    }

    private static boolean isBare(Walk walk, String name) {
        CompiledListener listener = walk.listener();
        return listener != null && listener.role() == Role.MESH && name.indexOf('.') < 0;
    }

    /** Every route up to the one that matches, each asked by its own matcher. */
    private static List<Tried> tried(Walk walk) {
        HostIndex.Entry host = walk.host();
        List<Tried> tried = new ArrayList<>();
        if (host == null || (host.host().httpsRedirect() && !walk.head().isHttps())) {
            return tried;
        }
        List<CompiledRoute> routes = host.host().routes();
        for (int i = 0; i < routes.size(); i++) {
            Route declared = host.host().declared().routes().get(i);
            int unmet = routes.get(i).matcher().firstUnmet(walk.head(), walk.caller(), walk.claims());
            boolean matches = unmet == RequestMatcher.ALL_HOLD;
            tried.add(new Tried(
                    i,
                    declared.name(),
                    declared.origin(),
                    matches
                            ? null
                            : Words.unmet(
                                    declared.match().conditions().get(unmet),
                                    walk.head(),
                                    walk.caller(),
                                    walk.claims() != null)));
            if (matches) {
                break;
            }
        }
        return tried;
    }

    private Outcome outcome(Walk walk) {
        SniRoute passed = walk.passed();
        if (passed != null) {
            return new PassedOn(walk.generation().declared(), upstreams.endpoints())
                    .outcome(passed, walk.question().serverName());
        }
        Failure failure = walk.failure();
        if (failure != null) {
            return new Outcome.Refused(failure.status(), failure.details());
        }
        Denial denial = walk.denial();
        if (denial != null) {
            return new Outcome.Refused(
                    denial.status(), Ascii.text(denial.body(), 0, denial.body().length) + ", says " + denial.details());
        }
        CompiledRoute route = walk.route();
        Route declared = walk.declaredRoute();
        CompiledListener listener = walk.listener();
        HostIndex.Entry host = walk.host();
        if (listener != null
                && host != null
                && host.host().httpsRedirect()
                && !walk.head().isHttps()) {
            return new Outcome.Redirected(301, Location.https(walk.head()));
        }
        if (route == null || declared == null || listener == null) {
            return Scrape.isAskedFor(walk.head(), walk.generation().table().listeners(walk.port()))
                    ? new Outcome.Answered(200, "", "the router: what it has counted, as a model's port would show it")
                    : Nearest.miss(walk);
        }
        return switch (route.action()) {
            case CompiledForward forward -> new Forwarding(walk, upstreams.endpoints()).outcome(forward, declared);
            case CompiledRedirect redirect ->
                new Outcome.Redirected(redirect.redirect().status(), Location.of(walk.head(), listener, redirect));
            case CompiledResponse response ->
                new Outcome.Answered(
                        response.status(), new String(response.body(), StandardCharsets.UTF_8), "the route itself");
        };
    }
}
