package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.Node;
import io.sluice.watcher.resource.Pod;
import io.sluice.watcher.resource.WorkloadEntry;
import io.sluice.watcher.resource.locality.Locality;
import io.sluice.watcher.store.Manifests;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pods, WorkloadEntries and Nodes, by whatever points at them. Indexed once. */
final class Workloads {
    private final Map<String, Workload> byName = new HashMap<>();
    private final Map<String, Workload> byAddress = new LinkedHashMap<>();
    private final Map<String, String> accounts = new HashMap<>();
    private final Map<String, List<Pod>> pods = new HashMap<>();
    private final Map<String, List<WorkloadEntry>> entries = new HashMap<>();
    private final Map<String, Locality> nodes = new HashMap<>();

    Workloads(Manifests manifests) {
        for (Pod pod : manifests.of(Pod.class)) {
            Workload workload = pod.workload();
            byName.put(pod.meta().namespace() + "/" + pod.meta().name(), workload);
            for (String address : pod.addresses()) {
                if (byAddress.putIfAbsent(address, workload) == null) {
                    accounts.put(address, pod.account());
                }
            }
            pods.computeIfAbsent(pod.meta().namespace(), absent -> new ArrayList<>())
                    .add(pod);
        }
        for (WorkloadEntry entry : manifests.of(WorkloadEntry.class)) {
            entries.computeIfAbsent(entry.meta().namespace(), absent -> new ArrayList<>())
                    .add(entry);
        }
        for (Node node : manifests.of(Node.class)) {
            nodes.put(node.meta().name(), Locality.of(node.meta().labels()));
        }
    }

    /**
     * Pods by their address: the callers of the mesh.
     *
     * @param trustDomain of whom policies believe that they are who has their address; null = of nobody
     */
    Map<String, Workload> callers(@Nullable String trustDomain) {
        if (trustDomain == null) {
            return byAddress;
        }
        Map<String, Workload> believed = new LinkedHashMap<>();
        byAddress.forEach((address, workload) -> {
            String account = accounts.getOrDefault(address, "");
            believed.put(
                    address,
                    workload.withIdentity(trustDomain + "/ns/" + workload.namespace() + "/sa/"
                            + (account.isEmpty() ? "default" : account)));
        });
        return believed;
    }

    List<Pod> pods(String namespace) {
        return pods.getOrDefault(namespace, List.of());
    }

    List<WorkloadEntry> entries(String namespace) {
        return entries.getOrDefault(namespace, List.of());
    }

    Workload behind(EndpointSlice.Endpoint endpoint, String address, String namespace) {
        String pod = endpoint.pod();
        Workload named = pod == null ? null : byName.get(namespace + "/" + pod);
        return named != null ? named : byAddress.getOrDefault(address, Workload.UNKNOWN);
    }

    /** As the pod's own labels say, else its node's, else the zone that the slice knows. */
    Locality locality(EndpointSlice.Endpoint endpoint, Workload workload) {
        Locality own = Locality.of(workload.labels());
        if (own.known()) {
            return own;
        }
        Locality ofNode = node(endpoint.node());
        String zone = endpoint.zone();
        return ofNode.known() || zone == null ? ofNode : new Locality("", zone, "");
    }

    private Locality node(@Nullable String name) {
        return name == null ? Locality.UNKNOWN : nodes.getOrDefault(name, Locality.UNKNOWN);
    }
}
