package io.sluice.watcher.translate.istio;

import io.sluice.table.Action;
import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Fraction;
import io.sluice.table.Origin;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.Shadow;
import io.sluice.table.Split;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.SourceMatch;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.RoutePolicies;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Branch;
import io.sluice.watcher.resource.VirtualService.Match;
import io.sluice.watcher.resource.VirtualService.Mirror;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.istio.Clusters.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One VirtualService's rules to routes, for one listener (istio.md §1.1). */
public final class RouteBuilder {
    private final Clusters clusters;
    private final Settings settings;
    private final Problems problems;

    public RouteBuilder(Clusters clusters, Settings settings, Problems problems) {
        this.clusters = clusters;
        this.settings = settings;
        this.problems = problems;
    }

    /**
     * For whom routes are built.
     *
     * @param port as declared; {@code match.port} is compared with it
     * @param gateway name of the Gateway as {@code namespace/name}, or {@code mesh}
     * @param labels of the caller, when all callers are one gateway; null = each request's own
     */
    record Audience(
            Role role, int port, String gateway, @Nullable Map<String, String> labels, String namespace) {}

    /** Routes in order; what follows a catch-all can never be reached, and is left out. */
    List<Route> routes(VirtualService of, Audience audience) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < of.http().size(); i++) {
            Rule rule = of.http().get(i);
            String field = rule.writtenIn() == null ? "spec.http[" + i + "]" : rule.path();
            if (rule.matches().isEmpty()) {
                routes.add(route(of, rule, RequestMatch.ANY, "", audience, field));
                return endedBy(of, i, routes);
            }
            for (int m = 0; m < rule.matches().size(); m++) {
                Match match = rule.matches().get(m);
                if (!applies(of, match, audience)) {
                    continue;
                }
                RequestMatch compiled = match(match, audience);
                routes.add(route(of, rule, compiled, match.name(), audience, field + ".match[" + m + "]"));
                if (compiled.catchAll()) {
                    return endedBy(of, i, routes);
                }
            }
        }
        return routes;
    }

    private List<Route> endedBy(VirtualService of, int rule, List<Route> routes) {
        if (rule + 1 < of.http().size()) {
            problems.add(new Problem(
                    Severity.WARNING,
                    Code.UNREACHABLE_ROUTE,
                    of.meta().id().toString(),
                    "spec.http[" + (rule + 1) + "]",
                    "is never reached: spec.http[" + rule + "] takes every request; put it last",
                    of.meta().file()));
        }
        return routes;
    }

    /** {@code match.port}, {@code match.gateways}; at a gateway, the source is the gateway itself. */
    private boolean applies(VirtualService of, Match match, Audience audience) {
        Integer port = match.port();
        if (port != null && port != audience.port()) {
            return false;
        }
        if (!match.gateways().isEmpty()) {
            return match.gateways().stream()
                    .anyMatch(name ->
                            GatewayNames.resolve(name, of.meta().namespace()).equals(audience.gateway()));
        }
        Map<String, String> labels = audience.labels();
        if (labels == null) {
            return true;
        }
        String namespace = match.sourceNamespace();
        return labels.entrySet().containsAll(match.sourceLabels().entrySet())
                && (namespace == null || namespace.equals(audience.namespace()));
    }

    private static RequestMatch match(Match match, Audience audience) {
        boolean asksSource = audience.labels() == null
                && match.gateways().isEmpty()
                && (match.sourceNamespace() != null || !match.sourceLabels().isEmpty());
        PathMatch uri = match.uri();
        return new RequestMatch(
                uri == null ? new PathMatch.Prefix("/", false) : uri,
                match.method(),
                match.scheme(),
                match.authority(),
                match.headers(),
                match.query(),
                match.claims(),
                asksSource ? new SourceMatch(match.sourceNamespace(), match.sourceLabels()) : null);
    }

    private Route route(
            VirtualService of, Rule rule, RequestMatch match, String matchName, Audience audience, String field) {
        Meta meta = metaOf(of, rule);
        String name = rule.name();
        Origin origin = new Origin(meta.id().kind(), meta.namespace(), meta.name(), field);
        return new Route(
                name.isEmpty() || matchName.isEmpty() ? name : name + "." + matchName,
                match,
                new RoutePolicies(rule.fault(), rule.cors(), rule.headers()),
                action(of, rule, audience),
                origin);
    }

    private Action action(VirtualService of, Rule rule, Audience audience) {
        return switch (rule.action()) {
            case RuleAction.Delegated delegated -> throw new IllegalStateException("delegates were not joined");
            case RuleAction.Redirected redirected -> redirected.redirect();
            case RuleAction.Direct direct -> direct.response();
            case RuleAction.Route route -> forward(of, metaOf(of, rule), route, audience);
        };
    }

    /** A delegate's rules speak of their own namespace. */
    private static Meta metaOf(VirtualService of, Rule rule) {
        Meta own = rule.writtenIn();
        return own == null ? of.meta() : own;
    }

    private Action forward(VirtualService of, Meta written, RuleAction.Route route, Audience audience) {
        List<Destination> destinations = new ArrayList<>();
        for (Branch branch : route.branches()) {
            destinations.add(destination(of, written, branch, audience));
        }
        RetryPolicy retries = route.retries();
        return new Forward(
                new Split(destinations),
                new Rewrite(route.path(), route.authority()),
                route.timeout(),
                retries == null ? settings.mesh().retries() : retries,
                shadows(of, written, route, audience));
    }

    /** @param written who names the branch, in whose namespace its host is */
    Destination destination(VirtualService of, Meta written, Branch branch, Audience audience) {
        String host = settings.resolve(branch.host(), written.namespace());
        Target target = target(of, written, audience, host, branch.port(), branch.subset(), branch.path());
        return new Destination(target.cluster(), branch.weight(), branch.headers(), target.hashKeys());
    }

    /** A share of nothing is left out. */
    private List<Shadow> shadows(VirtualService of, Meta written, RuleAction.Route route, Audience audience) {
        List<Shadow> shadows = new ArrayList<>();
        for (Mirror mirror : route.mirrors()) {
            String host = settings.resolve(mirror.host(), written.namespace());
            if (!mirror.share().equals(Fraction.NONE)) {
                Target target = target(of, written, audience, host, mirror.port(), mirror.subset(), mirror.path());
                shadows.add(new Shadow(target.cluster(), mirror.share()));
            }
        }
        return shadows;
    }

    private Target target(
            VirtualService of,
            Meta written,
            Audience audience,
            String host,
            @Nullable Integer port,
            String subset,
            String field) {
        Client client = audience.role() == Role.GATEWAY
                ? new Client(audience.namespace(), audience.labels())
                : new Client(of.meta().namespace(), null);
        return clusters.target(host, port, subset, audience.port(), client, written, field);
    }
}
