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

    static Service read(Meta meta, Reader spec) {
        Service service = new Service(
                meta,
                spec.objects("ports", Service::port),
                spec.textMap("selector"),
                spec.bool("publishNotReadyAddresses", false));
        // What kube-proxy, load balancers and DNS do with it: requests go to pod addresses, so none of it counts here.
        spec.passOver(
                "type",
                "clusterIP",
                "clusterIPs",
                "ipFamilies",
                "ipFamilyPolicy",
                "sessionAffinity",
                "sessionAffinityConfig",
                "internalTrafficPolicy",
                "externalTrafficPolicy",
                "externalName",
                "externalIPs",
                "loadBalancerIP",
                "loadBalancerClass",
                "loadBalancerSourceRanges",
                "allocateLoadBalancerNodePorts",
                "healthCheckNodePort");
        spec.unsupported("trafficDistribution", "endpoints of all zones are used alike");
        return service;
    }

    private static Port port(Reader port) {
        port.passOver("nodePort");
        String protocol = port.text("protocol", "TCP");
        Integer number = port.integer("port");
        if (number == null) {
            throw port.invalid("port", "is missing");
        }
        if (!protocol.equals("TCP")) {
            port.problem(
                    io.sluice.watcher.problem.Severity.NOTICE,
                    io.sluice.watcher.problem.Code.NOT_SUPPORTED,
                    "protocol",
                    protocol + " carries no HTTP; the port is not routed to");
        }
        return new Port(port.text("name", ""), number, port.text("appProtocol"), port.intOrText("targetPort"));
    }
}
