package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.endpoints.Localities.Located;
import io.sluice.watcher.translate.istio.Clusters;
import io.sluice.watcher.translate.istio.Clusters.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the endpoints of every cluster that routes name (DESIGN: endpoints; istio.md §2.3). */
public final class EndpointTranslator {
    private final Map<String, List<EndpointSlice>> slices = new HashMap<>();
    private final Workloads workloads;
    private final EntryEndpoints entries;
    private final Localities localities;
    private final Problems problems;

    public EndpointTranslator(Manifests manifests, Settings settings, Problems problems) {
        this.problems = problems;
        workloads = new Workloads(manifests);
        entries = new EntryEndpoints(workloads);
        localities = new Localities(settings.locality(), settings.gatewayLabels());
        for (EndpointSlice slice : manifests.of(EndpointSlice.class)) {
            if (!slice.addressType().equals("FQDN")) {
                slices.computeIfAbsent(slice.meta().namespace() + "/" + slice.service(), absent -> new ArrayList<>())
                        .add(slice);
            }
        }
    }

    public Endpoints translate(Clusters clusters) {
        Map<String, List<Endpoint>> byCluster = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Member member : clusters.members()) {
            List<Endpoint> endpoints = localities.place(located(member), member.locality());
            byCluster.put(member.cluster().name(), endpoints);
            if (endpoints.isEmpty()) {
                reportEmpty(member);
            }
            if (member.cluster().discovery() != Discovery.PUBLISHED) {
                endpoints.stream()
                        .map(Endpoint::address)
                        .filter(EntryEndpoints::isName)
                        .forEach(names::add);
            }
        }
        return new Endpoints(byCluster, names, workloads.byAddress());
    }

    private List<Located> located(Member member) {
        List<Located> all =
                member.registered().entry() == null ? ofSlices(member) : entries.of(member.registered(), member.port());
        return all.stream()
                .filter(located -> located.endpoint()
                        .workload()
                        .labels()
                        .entrySet()
                        .containsAll(member.labels().entrySet()))
                .toList();
    }

    private List<Located> ofSlices(Member member) {
        Service service = member.registered().service();
        List<Located> endpoints = new ArrayList<>();
        String name = service.meta().namespace() + "/" + service.meta().name();
        for (EndpointSlice slice : slices.getOrDefault(name, List.of())) {
            EndpointSlice.Port port = port(slice, member.port());
            if (port != null) {
                slice.endpoints().forEach(endpoint -> add(endpoint, port.number(), slice, service, endpoints));
            }
        }
        endpoints.addAll(entries.selectedBy(service, member.port()));
        return endpoints;
    }

    /** By name; a port without one stands alone. */
    private static EndpointSlice.@Nullable Port port(EndpointSlice slice, Service.Port wanted) {
        for (EndpointSlice.Port port : slice.ports()) {
            if (port.name().equals(wanted.name())) {
                return port;
            }
        }
        return null;
    }

    private void add(
            EndpointSlice.Endpoint endpoint, int port, EndpointSlice slice, Service service, List<Located> endpoints) {
        Endpoint.State state = state(endpoint, service.publishNotReady());
        if (state == null) {
            return;
        }
        for (String address : endpoint.addresses()) {
            Workload workload = workloads.behind(endpoint, address, slice.meta().namespace());
            endpoints.add(new Located(
                    new Endpoint(address, port, state, 1, Endpoint.Place.ANY, workload),
                    workloads.locality(endpoint, workload)));
        }
    }

    /** Null = requests do not go there. */
    private static Endpoint.@Nullable State state(EndpointSlice.Endpoint endpoint, boolean publishNotReady) {
        Boolean ready = endpoint.ready();
        boolean isReady = ready == null || ready;
        if (isReady || publishNotReady) {
            return Endpoint.State.READY;
        }
        Boolean serving = endpoint.serving();
        return endpoint.terminating() && Boolean.TRUE.equals(serving) ? Endpoint.State.DRAINING : null;
    }

    private void reportEmpty(Member member) {
        Service service = member.registered().service();
        String subset = member.labels().isEmpty() ? "" : " with labels " + member.labels();
        problems.add(new Problem(
                Severity.WARNING,
                Code.NO_ENDPOINTS,
                service.meta().id().toString(),
                "",
                "no ready endpoint" + subset + " on port " + member.port().number()
                        + "; requests for it answer 503 no healthy upstream",
                service.meta().file()));
    }
}
