package io.sluice.watcher.translate.istio;

import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.match.HostPattern;
import io.sluice.watcher.front.FrontHost;
import io.sluice.watcher.front.FrontServices;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.istio.MeshRole.Owned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Listeners that front Services lead to, one per port of each: the port says which host is meant, and the {@code Host} of a request must
 * agree (DESIGN §6).
 */
final class FrontRole {
    /** So that clients that keep a connection come to meet routers that have started since. */
    private static final Duration CONNECTIONS_LIVE = Duration.ofMinutes(5);

    private final FrontServices fronts;
    private final Settings settings;
    private final Map<ServiceName, FrontHost> hosts = new LinkedHashMap<>();
    private final Map<Front, List<Host>> byFront = new LinkedHashMap<>();

    /** @param target port of this router */
    private record Front(ServiceName service, int port, int target) {}

    FrontRole(FrontServices fronts, Settings settings) {
        this.fronts = fronts;
        this.settings = settings;
    }

    /** A host that is served at this port; its owners oldest first, each for its callers. */
    void add(Owned owned, Service.Port port, List<Route> routes) {
        ServiceName local = ServiceName.of(owned.host(), settings);
        if (local == null || owned.host().startsWith("*")) {
            return;
        }
        hosts.put(local, with(hosts.get(local), local, owned, port));
        // Who speaks for callers of its own namespace alone takes nobody's front Service away.
        boolean counts =
                owned.caller() != null || owned.owner().meta().namespace().equals(local.namespace());
        Integer target = counts ? fronts.target(local.namespace(), local.name(), port.number()) : null;
        if (target != null) {
            Host host = new Host(owned.host(), domains(owned, local), routes, false);
            byFront.computeIfAbsent(new Front(local, port.number(), target), absent -> new ArrayList<>())
                    .add(host);
        }
    }

    private static FrontHost with(@Nullable FrontHost known, ServiceName local, Owned owned, Service.Port port) {
        Meta owner = owned.owner().meta();
        List<FrontHost.Port> ports = new ArrayList<>(known == null ? List.of() : known.ports());
        if (ports.stream().noneMatch(there -> there.number() == port.number())) {
            ports.add(new FrontHost.Port(port.number(), port.name(), port.appProtocol()));
        }
        boolean own = owner.namespace().equals(local.namespace());
        return known == null || (own && !known.ownNamespace())
                ? new FrontHost(local.namespace(), local.name(), FrontHost.ownerOf(owner), own, ports, owner.file())
                : new FrontHost(
                        known.namespace(), known.name(), known.owner(), known.ownNamespace(), ports, known.file());
    }

    /** Which namespace a bare name would be of need not be asked here. */
    private static List<Domain> domains(Owned owned, ServiceName local) {
        List<Domain> domains = new ArrayList<>();
        domains.add(new Domain(new HostPattern.Exact(owned.host()), owned.caller()));
        local.longerNames(owned.host())
                .forEach(name -> domains.add(new Domain(new HostPattern.Exact(name), owned.caller())));
        domains.add(new Domain(new HostPattern.Exact(local.name()), owned.caller()));
        domains.add(new Domain(new HostPattern.Address(), owned.caller()));
        return domains;
    }

    List<Listener> listeners() {
        HttpOptions options = settings.mesh().options(Role.MESH).withMaxConnectionAge(CONNECTIONS_LIVE);
        List<Listener> listeners = new ArrayList<>();
        byFront.forEach((front, named) -> listeners.add(Listener.http(
                "front:" + front.service().namespace() + "/" + front.service().name() + ":" + front.port(),
                front.target(),
                front.port(),
                Role.MESH,
                named,
                options)));
        return listeners;
    }

    List<FrontHost> hosts() {
        return List.copyOf(hosts.values());
    }
}
