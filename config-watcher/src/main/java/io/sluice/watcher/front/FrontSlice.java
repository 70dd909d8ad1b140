package io.sluice.watcher.front;

import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.EndpointSlice.Endpoint;
import java.util.List;
import java.util.Locale;

/**
 * A slice behind a front Service as it should be.
 *
 * @param addressType {@code IPv4} or {@code IPv6}
 * @param ports of the router, by the names that the Service has for them
 */
public record FrontSlice(
        String namespace,
        String service,
        String addressType,
        List<EndpointSlice.Port> ports,
        List<Endpoint> endpoints) {
    public FrontSlice {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /** Always the same for one Service and family: nobody ever writes a second one. */
    public String name() {
        return service + "-sluice-" + addressType.toLowerCase(Locale.ROOT);
    }

    boolean isSaidBy(EndpointSlice slice) {
        return slice.service().equals(service)
                && slice.addressType().equals(addressType)
                && slice.ports().equals(ports)
                && slice.endpoints().equals(endpoints);
    }
}
