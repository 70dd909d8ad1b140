package io.sluice.watcher.resource;

import io.sluice.watcher.resource.WorkloadEntry.Workload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An Istio ServiceEntry: hosts that no Service stands for.
 *
 * @param ports as a Service has them; the protocol stands for {@code appProtocol}
 * @param endpoints named by itself; none if there is a selector
 * @param selector of Pods and WorkloadEntries of its namespace; null = none
 * @param exportTo empty = everywhere
 */
public record ServiceEntry(
        Meta meta,
        List<String> hosts,
        List<Service.Port> ports,
        Resolution resolution,
        List<Workload> endpoints,
        @Nullable Map<String, String> selector,
        List<String> exportTo)
        implements Resource {
    public ServiceEntry {
        hosts = List.copyOf(hosts);
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
        selector = selector == null ? null : Map.copyOf(selector);
        exportTo = List.copyOf(exportTo);
    }

    /** How addresses are found. */
    public enum Resolution {
        /** The client's own: never followed here. */
        NONE,
        STATIC,
        DNS,
        DNS_ROUND_ROBIN
    }

    /** One of its hosts, as the Service that it stands for. */
    public Service asService() {
        return new Service(meta, ports, Map.of(), false);
    }
}
