package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Service.
 *
 * @param selector empty for none
 * @param distribution {@code trafficDistribution} as written; empty = everywhere alike
 */
public record Service(
        Meta meta, List<Port> ports, Map<String, String> selector, boolean publishNotReady, String distribution)
        implements Resource {
    /** Endpoints of all places alike. */
    public Service(Meta meta, List<Port> ports, Map<String, String> selector, boolean publishNotReady) {
        this(meta, ports, selector, publishNotReady, "");
    }

    public Service {
        ports = List.copyOf(ports);
        selector = Map.copyOf(selector);
    }

    /**
     * @param name empty if the only port has none
     * @param targetPort number or name, as text; null = the port itself
     */
    public record Port(
            String name,
            int number,
            @Nullable String appProtocol,
            @Nullable String targetPort) {}
}
