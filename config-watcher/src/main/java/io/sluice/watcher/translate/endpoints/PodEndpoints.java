package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.endpoints.Localities.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who stands behind a port of a Service, as slices, pods and the WorkloadEntries that it selects say (istio.md §2.3). */
public final class PodEndpoints {
    private final Map<String, List<EndpointSlice>> slices = new HashMap<>();
    private final Workloads workloads;
    private final EntryEndpoints entries;

    PodEndpoints(Manifests manifests, Workloads workloads, EntryEndpoints entries) {
        this.workloads = workloads;
        this.entries = entries;
        for (EndpointSlice slice : manifests.of(EndpointSlice.class)) {
            if (!slice.addressType().equals("FQDN") && !Ownership.isFront(slice)) {
                slices.computeIfAbsent(slice.meta().namespace() + "/" + slice.service(), absent -> new ArrayList<>())
                        .add(slice);
            }
        }
    }

    /** For whoever asks for nothing else. */
    public static PodEndpoints of(Manifests manifests) {
        Workloads workloads = new Workloads(manifests);
        return new PodEndpoints(manifests, workloads, new EntryEndpoints(workloads));
    }

    /** Whether one that is ready has these labels. */
    public boolean ready(Service service, Service.Port port, Map<String, String> labels) {
        return of(service, port).stream()
                .map(Located::endpoint)
                .anyMatch(endpoint -> endpoint.state() == Endpoint.State.READY
                        && endpoint.workload().labels().entrySet().containsAll(labels.entrySet()));
    }

    /** All of them; those that requests never go to are left out. */
    List<Located> of(Service service, Service.Port wanted) {
        List<Located> endpoints = new ArrayList<>();
        String name = service.meta().namespace() + "/" + service.meta().name();
        for (EndpointSlice slice : slices.getOrDefault(name, List.of())) {
            EndpointSlice.Port port = port(slice, wanted);
            if (port != null) {
                slice.endpoints().forEach(endpoint -> add(endpoint, port.number(), slice, service, endpoints));
            }
        }
        endpoints.addAll(entries.selectedBy(service, wanted));
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
}
