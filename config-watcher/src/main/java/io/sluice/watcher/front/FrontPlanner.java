package io.sluice.watcher.front;

import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import io.sluice.watcher.front.FrontPlan.WriteService;
import io.sluice.watcher.front.FrontPlan.WriteSlice;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.EndpointSlice.Endpoint;
import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.store.Manifests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the front Services and slices that there should be with those that there are. Level-based: it knows nothing of what it said
 * before, and says nothing once all is as it should be.
 */
public final class FrontPlanner {
    private final FrontSettings settings;
    private final Ownership own;
    private final FrontServices fronts;
    private final Map<ObjectId, Service> services = new TreeMap<>();
    private final Map<ObjectId, EndpointSlice> slices = new TreeMap<>();
    private final Set<String> open = new HashSet<>();
    private final Map<String, List<Endpoint>> routers;
    private final HostCheck check;

    private final List<Step> written = new ArrayList<>();
    private final Set<ObjectId> kept = new HashSet<>();

    private FrontPlanner(Manifests manifests, FrontSettings settings, Problems problems) {
        this.settings = settings;
        own = Ownership.of(settings);
        fronts = FrontServices.of(manifests.of(Service.class), settings);
        manifests
                .of(Service.class)
                .forEach(service -> services.put(service.meta().id(), service));
        manifests.of(EndpointSlice.class).stream()
                .filter(own::wrote)
                .forEach(slice -> slices.put(slice.meta().id(), slice));
        manifests.of(Namespace.class).stream()
                .filter(Ownership::optedIn)
                .forEach(namespace -> open.add(namespace.meta().name()));
        routers = RouterPods.of(manifests.of(EndpointSlice.class), settings);
        check = new HostCheck(own, problems);
    }

    /** @param hosts whose routes are in force; several of one name are one */
    public static FrontPlan plan(
            List<FrontHost> hosts, Manifests manifests, FrontSettings settings, Problems problems) {
        return new FrontPlanner(manifests, settings, problems).plan(hosts);
    }

    private FrontPlan plan(List<FrontHost> hosts) {
        Map<ObjectId, FrontHost> wanted = new TreeMap<>();
        for (FrontHost host : hosts) {
            ObjectId id = new ObjectId("Service", host.namespace(), host.name());
            if (check.mayHave(host, open, services.get(id))) {
                wanted.putIfAbsent(id, host);
            }
        }
        Map<FrontPort, Integer> targets = targets(wanted);
        wanted.forEach((id, host) -> service(id, host, targets));
        services.forEach((id, service) -> {
            if (own.wrote(service)) {
                check.selected(service);
            }
        });

        List<Step> steps = new ArrayList<>();
        Map<ObjectId, FrontSlice> desired = desiredSlices();
        slices.keySet().stream()
                .filter(id -> !desired.containsKey(id))
                .forEach(id -> steps.add(new WithdrawSlice(id.namespace(), id.name())));
        steps.addAll(written);
        desired.forEach((id, slice) -> {
            EndpointSlice there = slices.get(id);
            if (there == null || !slice.isSaidBy(there)) {
                steps.add(new WriteSlice(slice));
            }
        });
        services.forEach((id, service) -> {
            if (own.wrote(service) && service.selector().isEmpty() && !kept.contains(id)) {
                steps.add(new WithdrawService(id.namespace(), id.name()));
            }
        });
        return new FrontPlan(steps);
    }

    private Map<FrontPort, Integer> targets(Map<ObjectId, FrontHost> wanted) {
        List<FrontPort> all = new ArrayList<>();
        wanted.forEach((id, host) ->
                host.ports().forEach(port -> all.add(new FrontPort(id.namespace(), id.name(), port.number()))));
        Map<FrontPort, Integer> targets =
                new PortPool(settings.firstPort(), settings.lastPort()).assign(all, fronts.held());
        wanted.forEach((id, host) -> {
            long left = host.ports().stream()
                    .filter(port -> !targets.containsKey(new FrontPort(id.namespace(), id.name(), port.number())))
                    .count();
            if (left > 0) {
                check.exhausted(host, settings);
            }
        });
        return targets;
    }

    private void service(ObjectId id, FrontHost host, Map<FrontPort, Integer> targets) {
        Service there = services.get(id);
        List<FrontService.Port> ports = PortNames.of(host, there, targets);
        if (there != null) {
            kept.add(id);
        }
        // Where nobody knows just now which ports routes lead to, what is there stays.
        if (ports.isEmpty()) {
            return;
        }
        FrontService service = new FrontService(id.namespace(), id.name(), host.owner(), ports);
        if (there == null || !service.isSaidBy(there)) {
            written.add(new WriteService(service));
        }
    }

    /** As the Services say that are there: a slice whose ports they do not have would lead nowhere. */
    private Map<ObjectId, FrontSlice> desiredSlices() {
        Map<ObjectId, FrontSlice> desired = new LinkedHashMap<>();
        for (ObjectId id : kept.stream().sorted().toList()) {
            Service service = services.get(id);
            if (service == null) {
                continue;
            }
            List<EndpointSlice.Port> ports = new ArrayList<>();
            for (Service.Port port : service.ports()) {
                Integer target = fronts.target(id.namespace(), id.name(), port.number());
                if (target != null) {
                    ports.add(new EndpointSlice.Port(port.name(), target));
                }
            }
            if (!ports.isEmpty()) {
                slicesOf(id, ports).forEach(desired::put);
            }
        }
        return desired;
    }

    /** This process is a router: where no pod of it is seen, nobody has looked well, and what is there stays. */
    private Map<ObjectId, FrontSlice> slicesOf(ObjectId service, List<EndpointSlice.Port> ports) {
        Map<ObjectId, FrontSlice> found = new HashMap<>();
        if (routers.isEmpty()) {
            check.noRouter(settings);
            slices.forEach((id, slice) -> {
                if (id.namespace().equals(service.namespace())
                        && slice.service().equals(service.name())) {
                    found.put(
                            id,
                            new FrontSlice(
                                    id.namespace(),
                                    slice.service(),
                                    slice.addressType(),
                                    slice.ports(),
                                    slice.endpoints()));
                }
            });
        }
        routers.forEach((family, endpoints) -> {
            FrontSlice slice = new FrontSlice(service.namespace(), service.name(), family, ports, endpoints);
            found.put(new ObjectId("EndpointSlice", slice.namespace(), slice.name()), slice);
        });
        return found;
    }
}
