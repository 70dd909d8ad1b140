package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes Service.
 *
 * @param selector empty for none
 */
public record Service(Meta meta, List<Port> ports, Map<String, String> selector, boolean publishNotReady)
        implements Resource {
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
