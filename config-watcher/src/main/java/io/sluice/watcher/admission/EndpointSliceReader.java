package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.EndpointSlice.Endpoint;
import io.sluice.watcher.resource.EndpointSlice.Port;
import io.sluice.watcher.resource.Meta;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an EndpointSlice. */
final class EndpointSliceReader {
    private EndpointSliceReader() {}

    static EndpointSlice read(Meta meta, Reader root) {
        String service = meta.labels().getOrDefault(EndpointSlice.SERVICE_LABEL, "");
        return new EndpointSlice(
                meta,
                service,
                root.text("addressType", "IPv4"),
                root.objects("ports", EndpointSliceReader::port),
                root.objects("endpoints", EndpointSliceReader::endpoint));
    }

    private static Port port(Reader port) {
        port.passOver("protocol", "appProtocol");
        Integer number = port.port("port");
        if (number == null) {
            throw port.invalid("port", "is missing");
        }
        return new Port(port.text("name", ""), number);
    }

    private static Endpoint endpoint(Reader endpoint) {
        endpoint.passOver("hostname", "deprecatedTopology", "hints");
        Map<String, @Nullable Boolean> none = Map.of();
        Conditions conditions = endpoint.object("conditions", Conditions::read);
        Conditions known = conditions == null ? new Conditions(none.get(""), none.get(""), false) : conditions;
        return new Endpoint(
                endpoint.texts("addresses"),
                known.ready(),
                known.serving(),
                known.terminating(),
                endpoint.object("targetRef", EndpointSliceReader::pod),
                endpoint.text("nodeName"),
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
