package io.sluice.watcher.translate.istio;

import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.match.HostPattern;
import io.sluice.watcher.front.FrontHost;
import io.sluice.watcher.front.FrontServices;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Branch;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.istio.RouteBuilder.Audience;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Listeners of in-cluster names, one per service port that a mesh-bound VirtualService uses. The oldest owner of a host wins
 * whole (istio-recorded.md §18); only hosts that a route names are served: this is no relay to other Services.
 */
public final class MeshRole {
    private final RouteBuilder routes;
    private final Services services;
    private final FrontRole fronts;
    private final Settings settings;
    private final Problems problems;

    public MeshRole(
            RouteBuilder routes, Services services, FrontServices fronts, Settings settings, Problems problems) {
        this.routes = routes;
        this.services = services;
        this.fronts = new FrontRole(fronts, settings);
        this.settings = settings;
        this.problems = problems;
    }

    /** A host that a VirtualService owns, for callers of some namespaces or, with null, for all others. */
    record Owned(
            String host, VirtualService owner, @Nullable String caller) {}

    /** @param hosts those that a Service could be named by */
    public record Mesh(List<Listener> listeners, List<FrontHost> hosts) {}

    /**
     * What hosts are called.
     *
     * @param byBare full names by the bare one that they share
     * @param declared by VirtualServices, short ones made full
     */
    private record Names(Map<String, Set<String>> byBare, Set<String> declared) {}

    /** @param virtualServices oldest first */
    public Mesh listeners(List<VirtualService> virtualServices) {
        List<Owned> owned = owned(virtualServices);
        Names names =
                new Names(bareNames(owned), owned.stream().map(Owned::host).collect(Collectors.toSet()));
        Map<Integer, List<Host>> byPort = new TreeMap<>();
        for (Owned host : owned) {
            ports(host).forEach((port, service) -> {
                Host compiled = host(host, port, names);
                if (!compiled.routes().isEmpty()) {
                    byPort.computeIfAbsent(port, absent -> new ArrayList<>()).add(compiled);
                    fronts.add(host, service, compiled.routes());
                }
            });
        }
        List<Listener> listeners = new ArrayList<>();
        byPort.forEach((port, hosts) -> listeners.add(Listener.http(
                "mesh:" + port, port, port, Role.MESH, hosts, settings.mesh().options(Role.MESH))));
        listeners.addAll(fronts.listeners());
        return new Mesh(listeners, fronts.hosts());
    }

    /** A wildcard that a VirtualService declares. */
    private record Wildcard(VirtualService owner, String pattern) {}

    private List<Owned> owned(List<VirtualService> virtualServices) {
        Map<String, Owned> owners = new LinkedHashMap<>();
        List<Wildcard> wildcards = new ArrayList<>();
        for (VirtualService service : virtualServices) {
            if (!service.gateways().contains(VirtualService.MESH)) {
                continue;
            }
            for (String declared : service.hosts()) {
                String host =
                        settings.resolve(declared, service.meta().namespace()).toLowerCase(Locale.ROOT);
                if (host.startsWith("*")) {
                    wildcards.add(new Wildcard(service, host));
                } else {
                    claim(service, host, owners);
                }
            }
        }
        wildcards.stream()
                .sorted(Comparator.comparingInt(wildcard -> -wildcard.pattern().length()))
                .forEach(wildcard -> spread(wildcard, owners));
        return List.copyOf(owners.values());
    }

    /** Over the Services that it covers and nobody names; a host of its own only where it covers none (istio.md §1.3). */
    private void spread(Wildcard wildcard, Map<String, Owned> owners) {
        String suffix = wildcard.pattern().substring(1);
        boolean none = true;
        for (String host : services.hosts()) {
            if (host.endsWith(suffix) && !host.startsWith("*")) {
                none = false;
                if (!owners.containsKey(host)) {
                    claim(wildcard.owner(), host, owners);
                }
            }
        }
        if (none) {
            claim(wildcard.owner(), wildcard.pattern(), owners);
        }
    }

    private void claim(VirtualService service, String host, Map<String, Owned> owners) {
        Visibility visibility = Visibility.of(service.exportTo());
        List<@Nullable String> callers = new ArrayList<>();
        if (visibility.everyone()) {
            callers.add(null);
        } else {
            callers.addAll(visibility.namespaces(service.meta().namespace()));
        }
        for (String caller : callers) {
            Owned forAll = owners.get(host);
            String key = caller == null ? host : host + " " + caller;
            Owned older = forAll != null ? forAll : owners.get(key);
            if (older == null) {
                owners.put(key, new Owned(host, service, caller));
            } else if (!older.owner().meta().id().equals(service.meta().id())) {
                problems.add(new Problem(
                        Severity.WARNING,
                        Code.HOST_OWNED,
                        service.meta().id().toString(),
                        "spec.hosts",
                        "host " + host + " is owned by " + older.owner().meta().id()
                                + ", which is older: this one is not looked at for callers in the mesh",
                        service.meta().file()));
            }
        }
    }

    /** Which full names share a bare one: alone, it also answers callers whose namespace is not known. */
    private Map<String, Set<String>> bareNames(List<Owned> owned) {
        Map<String, Set<String>> names = new HashMap<>();
        owned.forEach(host -> {
            ServiceName local = ServiceName.of(host.host(), settings);
            if (local != null) {
                names.computeIfAbsent(local.name(), absent -> new TreeSet<>()).add(host.host());
            }
        });
        return names;
    }

    /** The ports of the host's Service; without one, those its routes lead to, as a front Service would have them. */
    private SortedMap<Integer, Service.Port> ports(Owned host) {
        SortedMap<Integer, Service.Port> ports = new TreeMap<>();
        Service service = services.of(host.host());
        if (service != null) {
            service.ports().forEach(port -> ports.put(port.number(), port));
            return ports;
        }
        for (Rule rule : host.owner().http()) {
            if (rule.action() instanceof RuleAction.Route route) {
                for (Branch branch : route.branches()) {
                    Meta written = rule.writtenIn();
                    addPorts(branch, written == null ? host.owner().meta() : written, ports);
                }
            }
        }
        return ports;
    }

    private void addPorts(Branch branch, Meta written, SortedMap<Integer, Service.Port> ports) {
        Integer number = branch.port();
        Service service = services.of(settings.resolve(branch.host(), written.namespace()));
        if (service != null) {
            service.ports().stream()
                    .filter(port -> number == null || port.number() == number)
                    .forEach(port -> ports.putIfAbsent(port.number(), port));
        }
        if (number != null) {
            ports.putIfAbsent(number, new Service.Port("", number, null, null));
        }
    }

    private Host host(Owned owned, int port, Names names) {
        Audience audience = new Audience(
                Role.MESH, port, VirtualService.MESH, null, owned.owner().meta().namespace());
        List<Route> compiled = routes.routes(owned.owner(), audience);
        return new Host(owned.host(), domains(owned, names), compiled, false);
    }

    private List<Domain> domains(Owned owned, Names names) {
        String host = owned.host();
        String caller = owned.caller();
        List<Domain> domains = new ArrayList<>();
        // Clients put an IPv6 address into brackets (RFC 3986 §3.2.2).
        domains.add(new Domain(HostPattern.of(host.indexOf(':') < 0 ? host : "[" + host + "]"), caller));
        ServiceName local = ServiceName.of(host, settings);
        if (local == null) {
            return domains;
        }
        String bare = local.name();
        String namespace = local.namespace();
        for (String longer : local.longerNames(host)) {
            // Who declares a dotted name means that very name: it is no longer this host's.
            if (!names.declared().contains(longer)) {
                domains.add(new Domain(new HostPattern.Exact(longer), caller));
            }
        }
        if (caller == null || caller.equals(namespace)) {
            domains.add(new Domain(new HostPattern.Exact(bare), namespace));
        }
        Set<String> sharing = names.byBare().get(bare);
        if (caller == null && sharing != null && sharing.size() == 1) {
            domains.add(new Domain(new HostPattern.Exact(bare), null));
        }
        return domains;
    }
}
