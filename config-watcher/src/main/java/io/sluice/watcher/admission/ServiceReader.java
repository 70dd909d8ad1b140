package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Service;
import java.util.Set;

/** Reads a Service. */
final class ServiceReader {
    private static final Set<String> DISTRIBUTIONS = Set.of("PreferClose", "PreferSameZone", "PreferSameNode", "Any");

    private ServiceReader() {}

    static Service read(Meta meta, Reader spec) {
        Service service = new Service(
                meta,
                spec.objects("ports", ServiceReader::port),
                spec.textMap("selector"),
                spec.bool("publishNotReadyAddresses", false),
                distribution(meta, spec));
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
        return service;
    }

    /** The annotation is the older word for it. */
    private static String distribution(Meta meta, Reader spec) {
        String written = spec.text("trafficDistribution", "");
        String distribution = written.isEmpty()
                ? meta.annotations().getOrDefault("networking.istio.io/traffic-distribution", "")
                : written;
        if (!distribution.isEmpty() && !DISTRIBUTIONS.contains(distribution)) {
            spec.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "trafficDistribution",
                    distribution + " is not known here; endpoints of all places are used alike");
            return "";
        }
        return distribution;
    }

    private static Service.Port port(Reader port) {
        port.passOver("nodePort");
        String protocol = port.text("protocol", "TCP");
        Integer number = port.port("port");
        if (number == null) {
            throw port.invalid("port", "is missing");
        }
        if (!protocol.equals("TCP")) {
            port.problem(
                    Severity.NOTICE,
                    Code.NOT_SUPPORTED,
                    "protocol",
                    protocol + " carries no HTTP; the port is not routed to");
        }
        return new Service.Port(port.text("name", ""), number, port.text("appProtocol"), port.intOrText("targetPort"));
    }
}
