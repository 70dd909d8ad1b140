package io.sluice.watcher.resource;

import io.sluice.watcher.resource.locality.Locality;
import java.util.Map;

/** An Istio WorkloadEntry: a workload that is no pod. */
public record WorkloadEntry(Meta meta, Workload workload) implements Resource {

    /**
     * Also an endpoint that a ServiceEntry names itself.
     *
     * @param address literal, or a name where the ServiceEntry resolves names
     * @param ports numbers by the service port's name; others have the service's target port
     * @param weight 1 or more
     * @param locality as written; empty = as the labels say
     */
    public record Workload(
            String address, Map<String, Integer> ports, Map<String, String> labels, int weight, String locality) {
        public Workload {
            ports = Map.copyOf(ports);
            labels = Map.copyOf(labels);
        }

        public Locality place() {
            return locality.isEmpty() ? Locality.of(labels) : Locality.parse(locality);
        }
    }
}
