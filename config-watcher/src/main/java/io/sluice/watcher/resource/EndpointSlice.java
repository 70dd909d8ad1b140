package io.sluice.watcher.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses behind a Service.
 *
 * @param service name of the Service, of the same namespace; empty if the slice has no such label
 */
public record EndpointSlice(Meta meta, String service, String addressType, List<Port> ports, List<Endpoint> endpoints)
        implements Resource {
    public static final String SERVICE_LABEL = "kubernetes.io/service-name";

    public EndpointSlice {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /** @param name empty if the only port has none */
    public record Port(String name, int number) {}

    /**
     * @param ready null counts as ready
     * @param serving null = as ready says
     * @param node name of the node it runs on; null if it does not say
     * @param pod name of the pod behind it; null if it does not say
     */
    public record Endpoint(
            List<String> addresses,
            @Nullable Boolean ready,
            @Nullable Boolean serving,
            boolean terminating,
            @Nullable String pod,
            @Nullable String node,
            @Nullable String zone) {
        public Endpoint {
            addresses = List.copyOf(addresses);
        }
    }
}
