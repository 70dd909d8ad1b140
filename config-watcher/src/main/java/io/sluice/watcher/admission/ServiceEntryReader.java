package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.ExportTo;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.ServiceEntry;
import io.sluice.watcher.resource.ServiceEntry.Resolution;
import io.sluice.watcher.resource.WorkloadEntry.Workload;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a ServiceEntry; refuses what Istio's webhook does. */
final class ServiceEntryReader {
    private static final Set<String> HTTP = Set.of("HTTP", "HTTP2", "GRPC", "GRPC-WEB", "HTTP_PROXY");
    private static final Set<String> OTHERS = Set.of("", "HTTPS", "TLS", "TCP", "MONGO", "REDIS", "MYSQL");

    private ServiceEntryReader() {}

    static ServiceEntry read(Meta meta, Reader spec) {
        Map<String, String> selector = spec.object("workloadSelector", labels -> labels.textMap("labels"));
        if (selector != null && spec.has("endpoints")) {
            throw spec.refused(
                    "workloadSelector", "only one of WorkloadSelector or Endpoints is allowed in Service Entry");
        }
        List<String> hosts = spec.texts("hosts");
        Resolution resolution = resolution(spec);
        ServiceEntry entry = new ServiceEntry(
                meta,
                hosts,
                spec.objects("ports", ServiceEntryReader::port),
                resolution,
                spec.objects("endpoints", WorkloadReader::read),
                selector,
                ExportTo.read(spec, meta.namespace()));
        checkHosts(spec, hosts);
        checkPorts(spec, entry);
        checkEndpoints(spec, entry);
        checkAddresses(spec, resolution);
        String location = spec.text("location", "MESH_EXTERNAL");
        if (!Set.of("MESH_EXTERNAL", "MESH_INTERNAL").contains(location)) {
            throw spec.invalid("location", "\"" + location + "\" is no location");
        }
        // Who vouches for endpoints: no certificate is asked for.
        spec.passOver("subjectAltNames");
        return entry;
    }

    private static Resolution resolution(Reader spec) {
        String text = spec.text("resolution", "NONE");
        Resolution resolution = Arrays.stream(Resolution.values())
                .filter(known -> known.name().equals(text))
                .findFirst()
                .orElseThrow(() -> spec.refused("resolution", "unsupported resolution type " + text));
        if (resolution == Resolution.NONE) {
            spec.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "resolution",
                    "NONE would let a client choose the address; requests for these hosts answer 503. Use STATIC or"
                            + " DNS");
        }
        return resolution;
    }

    private static Service.Port port(Reader port) {
        Integer number = port.integer("number");
        String name = port.text("name", "");
        String protocol = port.text("protocol", "").toUpperCase(Locale.ROOT);
        Integer target = port.integer("targetPort");
        WorkloadReader.checkPort(port, "number", number == null ? 0 : number);
        if (target != null && target != 0) {
            WorkloadReader.checkPort(port, "targetPort", target);
        }
        if (!DestinationRuleReader.DNS_LABEL.matcher(name).matches()) {
            throw port.refused("name", "invalid port name: " + name);
        }
        if (!HTTP.contains(protocol) && !OTHERS.contains(protocol)) {
            throw port.refused("protocol", "unsupported protocol: " + protocol);
        }
        boolean targeted = target != null && target != 0;
        return new Service.Port(
                name,
                number == null ? 0 : number,
                protocol.isEmpty() ? null : protocol.toLowerCase(Locale.ROOT),
                targeted ? String.valueOf(target) : null);
    }

    private static void checkHosts(Reader spec, List<String> hosts) {
        if (hosts.isEmpty()) {
            throw spec.refused("hosts", "service entry must have at least one host");
        }
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).equals("*") || hosts.get(i).isEmpty()) {
                throw spec.refused("hosts[" + i + "]", "invalid host " + hosts.get(i));
            }
        }
    }

    private static void checkPorts(Reader spec, ServiceEntry entry) {
        Set<String> names = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < entry.ports().size(); i++) {
            Service.Port port = entry.ports().get(i);
            String field = "ports[" + i + "]";
            if (!names.add(port.name())) {
                throw spec.refused(field, "service entry port name \"" + port.name() + "\" already defined");
            }
            if (!numbers.add(port.number())) {
                throw spec.refused(field, "service entry port " + port.number() + " already defined");
            }
            String protocol =
                    port.appProtocol() == null ? "" : port.appProtocol().toUpperCase(Locale.ROOT);
            boolean told = HTTP.contains(protocol) || Set.of("HTTPS", "TLS").contains(protocol);
            if (entry.resolution() != Resolution.NONE && entry.hosts().size() > 1 && !told) {
                throw spec.refused(field, "multiple hosts provided with non-HTTP, non-TLS ports");
            }
        }
    }

    private static void checkEndpoints(Reader spec, ServiceEntry entry) {
        Set<String> names = entry.ports().stream().map(Service.Port::name).collect(Collectors.toSet());
        boolean dns = entry.resolution() == Resolution.DNS || entry.resolution() == Resolution.DNS_ROUND_ROBIN;
        if (entry.resolution() == Resolution.NONE && !entry.endpoints().isEmpty()) {
            throw spec.refused("endpoints", "no endpoints should be provided for resolution type none");
        }
        if (dns && entry.endpoints().isEmpty() && entry.selector() == null) {
            for (String host : entry.hosts()) {
                if (host.startsWith("*")) {
                    throw spec.refused(
                            "hosts",
                            "hosts must be FQDN if no endpoints are provided for resolution mode "
                                    + entry.resolution());
                }
            }
        }
        if (entry.resolution() == Resolution.DNS_ROUND_ROBIN
                && entry.endpoints().size() > 1) {
            throw spec.refused(
                    "endpoints", "there must only be 0 or 1 endpoint for resolution mode " + entry.resolution());
        }
        for (int i = 0; i < entry.endpoints().size(); i++) {
            Workload endpoint = entry.endpoints().get(i);
            String address = endpoint.address();
            boolean named = !WorkloadReader.literal(address) && WorkloadReader.callable(address);
            if (entry.resolution() == Resolution.STATIC && named) {
                throw spec.refused(
                        "endpoints[" + i + "].address",
                        "endpoint address \"" + address + "\" is not a valid IP address");
            }
            for (Map.Entry<String, Integer> port : endpoint.ports().entrySet()) {
                if (!names.contains(port.getKey())) {
                    throw spec.refused(
                            "endpoints[" + i + "].ports." + port.getKey(),
                            "endpoint port " + port.getValue() + " is not defined by the service entry");
                }
            }
        }
    }

    /** Virtual addresses are for clients that connect to one; here a name says what is meant. */
    private static void checkAddresses(Reader spec, Resolution resolution) {
        boolean range = spec.texts("addresses").stream().anyMatch(address -> address.contains("/"));
        if (range && resolution != Resolution.NONE && resolution != Resolution.STATIC) {
            throw spec.refused("addresses", "CIDR addresses are allowed only for NONE/STATIC resolution types");
        }
    }
}
