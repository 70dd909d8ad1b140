package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.Pod;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.istio.Clusters;
import io.sluice.watcher.translate.istio.Services;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the endpoints of every cluster that routes name (DESIGN: endpoints; istio.md §2.3). */
public final class EndpointTranslator {
    private final List<EndpointSlice> slices;
    private final Map<String, Workload> byName = new HashMap<>();
    private final Map<String, Workload> byAddress = new LinkedHashMap<>();
    private final Problems problems;

    public EndpointTranslator(Manifests manifests, Services services, Problems problems) {
        this.problems = problems;
        slices = manifests.of(EndpointSlice.class);
        for (Pod pod : manifests.of(Pod.class)) {
            Workload workload = new Workload(
                    pod.meta().namespace(), pod.meta().name(), pod.meta().labels());
            byName.put(pod.meta().namespace() + "/" + pod.meta().name(), workload);
            pod.addresses().forEach(address -> byAddress.putIfAbsent(address, workload));
        }
    }

    public Endpoints translate(Clusters clusters) {
        Map<String, List<Endpoint>> byCluster = new LinkedHashMap<>();
        for (Clusters.Member member : clusters.members()) {
            List<Endpoint> endpoints = endpoints(member);
            byCluster.put(member.cluster().name(), endpoints);
            if (endpoints.isEmpty()) {
                reportEmpty(member);
            }
        }
        return new Endpoints(byCluster, byAddress);
    }

    private List<Endpoint> endpoints(Clusters.Member member) {
        Service service = member.service();
        List<Endpoint> endpoints = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            boolean behind = slice.service().equals(service.meta().name())
                    && slice.meta().namespace().equals(service.meta().namespace())
                    && !slice.addressType().equals("FQDN");
            EndpointSlice.Port port = behind ? port(slice, member.port()) : null;
            if (port != null) {
                slice.endpoints().forEach(endpoint -> add(endpoint, port.number(), slice, member, endpoints));
            }
        }
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
            EndpointSlice.Endpoint endpoint,
            int port,
            EndpointSlice slice,
            Clusters.Member member,
            List<Endpoint> endpoints) {
        Endpoint.State state = state(endpoint, member.service().publishNotReady());
        if (state == null) {
            return;
        }
        for (String address : endpoint.addresses()) {
            Workload workload = workload(endpoint, address, slice.meta().namespace());
            boolean inSubset =
                    workload.labels().entrySet().containsAll(member.labels().entrySet());
            if (inSubset) {
                String zone = endpoint.zone();
                endpoints.add(new Endpoint(address, port, state, 1, zone == null ? "" : zone, workload));
            }
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

    private Workload workload(EndpointSlice.Endpoint endpoint, String address, String namespace) {
        String pod = endpoint.pod();
        Workload named = pod == null ? null : byName.get(namespace + "/" + pod);
        if (named != null) {
            return named;
        }
        Workload addressed = byAddress.get(address);
        return addressed != null ? addressed : Workload.UNKNOWN;
    }

    private void reportEmpty(Clusters.Member member) {
        String subset = member.labels().isEmpty() ? "" : " with labels " + member.labels();
        problems.add(new Problem(
                Severity.WARNING,
                Code.NO_ENDPOINTS,
                member.service().meta().id().toString(),
                "",
                "no ready endpoint" + subset + " on port " + member.port().number()
                        + "; requests for it answer 503 no healthy upstream",
                member.service().meta().file()));
    }
}
