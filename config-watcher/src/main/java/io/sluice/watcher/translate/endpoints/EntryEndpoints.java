package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Pod;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.ServiceEntry;
import io.sluice.watcher.resource.ServiceEntry.Resolution;
import io.sluice.watcher.resource.WorkloadEntry;
import io.sluice.watcher.resource.locality.Locality;
import io.sluice.watcher.translate.endpoints.Localities.Located;
import io.sluice.watcher.translate.istio.Services.Registered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Endpoints that no slice names: those of ServiceEntries, and WorkloadEntries that a Service selects. */
final class EntryEndpoints {
    private final Workloads workloads;

    EntryEndpoints(Workloads workloads) {
        this.workloads = workloads;
    }

    /** Whether an address is to be resolved. */
    static boolean isName(String address) {
        char last = address.charAt(address.length() - 1);
        // No top-level domain ends in a digit, and no name has a colon.
        return address.indexOf(':') < 0 && !(last >= '0' && last <= '9');
    }

    /** Of a host of a ServiceEntry. */
    List<Located> of(Registered registered, Service.Port port) {
        ServiceEntry entry = Objects.requireNonNull(registered.entry());
        Meta meta = entry.meta();
        List<Located> endpoints = new ArrayList<>();
        if (entry.resolution() == Resolution.NONE) {
            return endpoints;
        }
        Map<String, String> selector = entry.selector();
        if (selector != null) {
            endpoints.addAll(selected(meta.namespace(), selector, port, entry.resolution() != Resolution.STATIC));
            if (entry.resolution() == Resolution.STATIC) {
                endpoints.addAll(pods(meta.namespace(), selector, port));
            }
            return endpoints;
        }
        for (WorkloadEntry.Workload endpoint : entry.endpoints()) {
            add(endpoint, meta, port, endpoints);
        }
        if (entry.endpoints().isEmpty() && entry.resolution() != Resolution.STATIC) {
            // The host itself is the name.
            entry.hosts()
                    .forEach(host -> endpoints.add(new Located(new Endpoint(host, target(port)), Locality.UNKNOWN)));
        }
        return endpoints;
    }

    /** WorkloadEntries that a Service selects beside its pods. */
    List<Located> selectedBy(Service service, Service.Port port) {
        return service.selector().isEmpty()
                ? List.of()
                : selected(service.meta().namespace(), service.selector(), port, false);
    }

    private List<Located> selected(String namespace, Map<String, String> selector, Service.Port port, boolean byName) {
        List<Located> endpoints = new ArrayList<>();
        for (WorkloadEntry entry : workloads.entries(namespace)) {
            boolean fits = entry.workload().labels().entrySet().containsAll(selector.entrySet());
            if (fits && (byName || !isName(entry.workload().address()))) {
                add(entry.workload(), entry.meta(), port, endpoints);
            }
        }
        return endpoints;
    }

    private List<Located> pods(String namespace, Map<String, String> selector, Service.Port port) {
        List<Located> endpoints = new ArrayList<>();
        for (Pod pod : workloads.pods(namespace)) {
            if (pod.meta().labels().entrySet().containsAll(selector.entrySet())
                    && !pod.addresses().isEmpty()) {
                Workload workload = pod.workload();
                endpoints.add(
                        located(pod.addresses().get(0), target(port), 1, workload, Locality.of(workload.labels())));
            }
        }
        return endpoints;
    }

    private static void add(WorkloadEntry.Workload declared, Meta meta, Service.Port port, List<Located> endpoints) {
        if (declared.address().startsWith("unix:")) {
            return;
        }
        Workload workload = new Workload(meta.namespace(), meta.name(), declared.labels());
        int number = declared.ports().getOrDefault(port.name(), target(port));
        endpoints.add(located(declared.address(), number, declared.weight(), workload, declared.place()));
    }

    private static Located located(String address, int port, int weight, Workload workload, Locality locality) {
        return new Located(
                new Endpoint(address, port, Endpoint.State.READY, weight, Endpoint.Place.ANY, workload), locality);
    }

    /** A named target port is known of pods alone. */
    private static int target(Service.Port port) {
        String target = port.targetPort();
        return target == null || !target.chars().allMatch(Character::isDigit)
                ? port.number()
                : Integer.parseInt(target);
    }
}
