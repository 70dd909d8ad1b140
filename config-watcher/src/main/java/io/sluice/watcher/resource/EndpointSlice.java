package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;
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
     * @param pod name of the pod behind it; null if it does not say
     */
    public record Endpoint(
            List<String> addresses,
            @Nullable Boolean ready,
            @Nullable Boolean serving,
            boolean terminating,
            @Nullable String pod,
            @Nullable String zone) {
        public Endpoint {
            addresses = List.copyOf(addresses);
        }
    }

    static EndpointSlice read(Meta meta, Reader root) {
        String service = meta.labels().getOrDefault(SERVICE_LABEL, "");
        return new EndpointSlice(
                meta,
                service,
                root.text("addressType", "IPv4"),
                root.objects("ports", EndpointSlice::port),
                root.objects("endpoints", EndpointSlice::endpoint));
    }

    private static Port port(Reader port) {
        port.passOver("protocol", "appProtocol");
        Integer number = port.integer("port");
        if (number == null) {
            throw port.invalid("port", "is missing");
        }
        return new Port(port.text("name", ""), number);
    }

    private static Endpoint endpoint(Reader endpoint) {
        endpoint.passOver("hostname", "nodeName", "deprecatedTopology", "hints");
        Map<String, @Nullable Boolean> none = Map.of();
        Conditions conditions = endpoint.object("conditions", Conditions::read);
        Conditions known = conditions == null ? new Conditions(none.get(""), none.get(""), false) : conditions;
        return new Endpoint(
                endpoint.texts("addresses"),
                known.ready(),
                known.serving(),
                known.terminating(),
                endpoint.object("targetRef", EndpointSlice::pod),
                endpoint.text("zone"));
    }

    private static @Nullable String pod(Reader reference) {
        reference.passOver("namespace", "uid", "apiVersion", "resourceVersion", "fieldPath");
        String name = reference.text("name");
        return "Pod".equals(reference.text("kind")) ? name : null;
    }

    private record Conditions(
            @Nullable Boolean ready, @Nullable Boolean serving, boolean terminating) {
        static Conditions read(Reader conditions) {
            return new Conditions(
                    conditions.bool("ready"), conditions.bool("serving"), conditions.bool("terminating", false));
        }
    }
}
