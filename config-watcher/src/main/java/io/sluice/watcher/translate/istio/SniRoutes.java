package io.sluice.watcher.translate.istio;

import io.sluice.table.Destination;
import io.sluice.table.Origin;
import io.sluice.table.SniRoute;
import io.sluice.table.Split;
import io.sluice.table.match.HostPattern;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.TlsMatch;
import io.sluice.watcher.resource.VirtualService.TlsRule;
import io.sluice.watcher.translate.istio.Gateways.Opened;
import io.sluice.watcher.translate.istio.RouteBuilder.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Routes of servers that do not open TLS. A VirtualService is bound by its hosts, as everywhere; then the names of its {@code tls} matches
 * alone count, whatever the server's hosts are (as in Istio). A name that the port has already is the older's, with its whole match.
 */
final class SniRoutes {
    private final RouteBuilder routes;
    private final Problems problems;

    SniRoutes(RouteBuilder routes, Problems problems) {
        this.routes = routes;
        this.problems = problems;
    }

    /**
     * @param bound VirtualServices that the server's hosts and their gateways bring together, oldest first
     * @param taken names of the port; those of these routes are added
     */
    List<SniRoute> of(Opened opened, List<VirtualService> bound, Audience audience, Set<String> taken) {
        List<SniRoute> found = new ArrayList<>();
        for (VirtualService service : bound) {
            for (TlsRule rule : service.tls()) {
                for (int i = 0; i < rule.matches().size(); i++) {
                    TlsMatch match = rule.matches().get(i);
                    String field = rule.path() + ".match[" + i + "]";
                    if (isOf(match, service, audience) && takes(match, service, field, taken)) {
                        found.add(route(service, rule, match, field, audience));
                    }
                }
            }
        }
        return found;
    }

    private static boolean isOf(TlsMatch match, VirtualService service, Audience audience) {
        boolean port = match.port() == null || match.port() == audience.port();
        boolean gateway = match.gateways().isEmpty()
                || match.gateways().stream()
                        .anyMatch(name -> GatewayNames.resolve(
                                        name, service.meta().namespace())
                                .equals(audience.gateway()));
        return port && gateway;
    }

    private boolean takes(TlsMatch match, VirtualService service, String field, Set<String> taken) {
        List<String> names = names(match);
        List<String> twice = names.stream().filter(taken::contains).toList();
        if (!twice.isEmpty()) {
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.UNREACHABLE_ROUTE,
                    service.meta().id().toString(),
                    field + ".sniHosts",
                    twice + " stands for an older route or server of this port already; this match is left out",
                    service.meta().file()));
            return false;
        }
        taken.addAll(names);
        return true;
    }

    private static List<String> names(TlsMatch match) {
        return match.sniHosts().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    private SniRoute route(VirtualService service, TlsRule rule, TlsMatch match, String field, Audience audience) {
        List<Destination> destinations = rule.branches().stream()
                .map(branch -> routes.destination(service, service.meta(), branch, audience))
                .toList();
        return new SniRoute(
                names(match).stream().map(HostPattern::of).toList(),
                new Split(destinations),
                new Origin(
                        service.meta().id().kind(),
                        service.meta().namespace(),
                        service.meta().name(),
                        field));
    }
}
