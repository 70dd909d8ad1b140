package io.sluice.watcher.translate.istio;

import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.SniRoute;
import io.sluice.table.Traffic;
import io.sluice.table.match.HostPattern;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Gateway.Server;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.istio.Gateways.Opened;
import io.sluice.watcher.translate.istio.RouteBuilder.Audience;
import io.sluice.watcher.translate.istio.SecureServers.Carried;
import io.sluice.watcher.translate.istio.credential.ServerCredentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Listeners of Gateways: the VirtualServices of one host are concatenated, oldest first, catch-alls last (istio.md §1.3).
 */
public final class GatewayRole {
    private final RouteBuilder routes;
    private final Settings settings;
    private final Problems problems;
    private final SecureServers secure;
    private final SniRoutes sniRoutes;
    private final boolean guarded;

    /** @param guarded whether policies say who may: nothing is passed on then of which no request is seen */
    public GatewayRole(
            RouteBuilder routes, ServerCredentials credentials, boolean guarded, Settings settings, Problems problems) {
        this.routes = routes;
        this.guarded = guarded;
        this.settings = settings;
        this.problems = problems;
        secure = new SecureServers(credentials);
        sniRoutes = new SniRoutes(routes, problems);
    }

    /** A host as it grows. */
    private static final class Growing {
        private final List<Route> routes = new ArrayList<>();
        private final Set<String> contributors = new LinkedHashSet<>();
        private boolean redirect;
    }

    /**
     * @param virtualServices oldest first
     * @param meshPorts carry plaintext
     */
    public List<Listener> listeners(Gateways gateways, List<VirtualService> virtualServices, Set<Integer> meshPorts) {
        List<VirtualService> visible = visible(virtualServices);
        Set<String> served = new TreeSet<>();
        List<Listener> listeners = new ArrayList<>();
        gateways.byPort().forEach((port, servers) -> {
            if (servers.get(0).secure()) {
                listeners.addAll(
                        secure.listeners(gateways, port, servers, meshPorts, carried(gateways, visible, served)));
                return;
            }
            Map<String, Growing> hosts = new LinkedHashMap<>();
            servers.forEach(server -> serve(server, visible, hosts, served));
            // Servers that share a port are one listener, whose nature the first of them decides.
            Server first = servers.get(0).server();
            listeners.add(Listener.http("gateway:" + port, port, first.port(), Role.GATEWAY, http(first, hosts)));
        });
        visible.forEach(service -> reportUnserved(service, served));
        return listeners;
    }

    private Carried carried(Gateways gateways, List<VirtualService> visible, Set<String> served) {
        return new Carried() {
            @Override
            public Traffic.Http requests(Opened opened) {
                Map<String, Growing> hosts = new LinkedHashMap<>();
                serve(opened, visible, hosts, served);
                return http(opened.server(), hosts);
            }

            @Override
            public List<SniRoute> unopened(Opened opened, Set<String> taken) {
                if (guarded) {
                    gateways.notOpened(
                            opened.gateway(),
                            opened.server(),
                            "policies that select this router say who may, and here nobody sees a request to ask them"
                                    + " about: end TLS here (mode SIMPLE), or select other workloads");
                    return List.of();
                }
                return sniRoutes.of(opened, boundUnopened(opened, visible, served), audience(opened), taken);
            }
        };
    }

    /** Those with TLS routes, of which one host at least is the server's. */
    private List<VirtualService> boundUnopened(Opened opened, List<VirtualService> visible, Set<String> served) {
        List<VirtualService> bound = new ArrayList<>();
        for (VirtualService service : visible) {
            boolean common = false;
            for (String host : service.hosts()) {
                boolean here = !service.tls().isEmpty() && isBound(opened, service) && meets(opened, service, host);
                if (here) {
                    served.add(service.meta().id() + " " + host);
                }
                common |= here;
            }
            if (common) {
                bound.add(service);
            }
        }
        return bound;
    }

    private boolean meets(Opened opened, VirtualService service, String host) {
        return opened.server().hosts().stream()
                .map(serverHost -> visibleTo(serverHost, opened, service.meta().namespace()))
                .anyMatch(pattern -> pattern != null && common(pattern, host, service) != null);
    }

    private Traffic.Http http(Server server, Map<String, Growing> hosts) {
        return new Traffic.Http(hosts(hosts), server.grpcWeb(), settings.mesh().options(Role.GATEWAY));
    }

    /** Private ones of the gateway's namespace first, then those exported to it, then the public ones (istio.md §1.3). */
    private List<VirtualService> visible(List<VirtualService> all) {
        String own = settings.gatewayNamespace();
        List<VirtualService> visible = new ArrayList<>();
        for (int pass = 0; pass < 3; pass++) {
            for (VirtualService service : all) {
                Visibility visibility = Visibility.of(service.exportTo());
                boolean here = visibility.includes(own, service.meta().namespace());
                int rank = visibility.everyone() ? 2 : service.exportTo().contains(own) ? 1 : 0;
                if (here && rank == pass) {
                    visible.add(service);
                }
            }
        }
        return visible;
    }

    private Audience audience(Opened opened) {
        return new Audience(
                Role.GATEWAY,
                opened.server().port(),
                opened.name(),
                settings.gatewayLabels(),
                settings.gatewayNamespace());
    }

    private static boolean isBound(Opened opened, VirtualService service) {
        return service.gateways().stream()
                .anyMatch(name ->
                        GatewayNames.resolve(name, service.meta().namespace()).equals(opened.name()));
    }

    private void serve(Opened opened, List<VirtualService> services, Map<String, Growing> hosts, Set<String> served) {
        Audience audience = audience(opened);
        for (VirtualService service : services) {
            if (isBound(opened, service)) {
                bind(opened, service, audience, hosts, served);
            }
        }
        if (opened.server().httpsRedirect()) {
            redirect(opened, hosts);
        }
    }

    private void bind(
            Opened opened, VirtualService service, Audience audience, Map<String, Growing> hosts, Set<String> served) {
        List<Route> compiled = null;
        for (String serverHost : opened.server().hosts()) {
            String pattern = visibleTo(serverHost, opened, service.meta().namespace());
            for (String wanted : service.hosts()) {
                String name = pattern == null ? null : common(pattern, wanted, service);
                if (name == null) {
                    continue;
                }
                served.add(service.meta().id() + " " + wanted);
                compiled = compiled == null ? routes.routes(service, audience) : compiled;
                // A VirtualService whose matches all speak of other ports or gateways contributes no host here.
                if (!compiled.isEmpty()) {
                    Growing host = hosts.computeIfAbsent(name, absent -> new Growing());
                    host.redirect |= opened.server().httpsRedirect();
                    if (host.contributors.add(service.meta().id().toString())) {
                        host.routes.addAll(compiled);
                    }
                }
            }
        }
    }

    private @Nullable String common(String pattern, String wanted, VirtualService service) {
        String full = wanted.indexOf('.') < 0 && !wanted.equals("*")
                ? settings.resolve(wanted, service.meta().namespace())
                : wanted;
        return HostNames.intersection(pattern, full.toLowerCase(Locale.ROOT));
    }

    /** A server's host may be for VirtualServices of one namespace alone; null if it is not for this one. */
    private static @Nullable String visibleTo(String serverHost, Opened opened, String namespace) {
        int slash = serverHost.indexOf('/');
        String pattern = serverHost.substring(slash + 1).toLowerCase(Locale.ROOT);
        String scope = slash < 0 ? "*" : serverHost.substring(0, slash);
        String wanted = scope.equals(".") ? opened.gateway().meta().namespace() : scope;
        return wanted.equals("*") || wanted.equals(namespace) ? pattern : null;
    }

    /** Of the names that it shares with VirtualServices, which {@link #bind} sees to, and of its own. */
    private static void redirect(Opened opened, Map<String, Growing> hosts) {
        for (String serverHost : opened.server().hosts()) {
            String pattern = serverHost.substring(serverHost.indexOf('/') + 1).toLowerCase(Locale.ROOT);
            hosts.computeIfAbsent(pattern, absent -> new Growing()).redirect = true;
        }
    }

    private static List<Host> hosts(Map<String, Growing> growing) {
        List<Host> hosts = new ArrayList<>();
        growing.forEach((name, host) -> hosts.add(
                new Host(name, List.of(Domain.of(HostPattern.of(name))), catchAllsLast(host.routes), host.redirect)));
        return hosts;
    }

    private static List<Route> catchAllsLast(List<Route> routes) {
        List<Route> sorted = new ArrayList<>();
        routes.stream().filter(route -> !route.match().catchAll()).forEach(sorted::add);
        routes.stream().filter(route -> route.match().catchAll()).forEach(sorted::add);
        return sorted;
    }

    private void reportUnserved(VirtualService service, Set<String> served) {
        boolean gatewaysOnly = !service.gateways().contains(VirtualService.MESH);
        for (String host : service.hosts()) {
            if (gatewaysOnly && !served.contains(service.meta().id() + " " + host)) {
                problems.add(new Problem(
                        Severity.WARNING,
                        Code.HOST_NOT_SERVED,
                        service.meta().id().toString(),
                        "spec.hosts",
                        "host " + host
                                + " is served by no gateway of this VirtualService; look at the hosts of its servers",
                        service.meta().file()));
            }
        }
    }
}
