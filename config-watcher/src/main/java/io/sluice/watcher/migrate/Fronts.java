package io.sluice.watcher.migrate;

import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.HashMap;
import java.util.Map;

/** Whether a call to a name in the cluster arrives at a router: through a Service of its own, or one that may be made (DESIGN §6). */
final class Fronts {
    /** By which a namespace asks for front Services. */
    static final String LABEL = "sluice.io/front-services";

    static final String ASKED = "enabled";

    /** What a router's pods are labelled by in {@code deploy/}: a Service that selects them is a front of theirs. */
    private static final String APPLICATION = "app.kubernetes.io/name";

    private static final String ROUTER = "sluice";

    private final Map<String, Service> services = new HashMap<>();
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();

    /** What answers to a name. */
    enum Front {
        /** A Service that leads to routers, or that has no selector and is theirs to fill. */
        THERE,
        /** None, and one will be made. */
        MADE,
        /** None, and nobody asked for one. */
        NOT_ASKED_FOR,
        /** A Service that leads past every router. */
        TAKEN
    }

    Fronts(Manifests manifests, Settings settings) {
        for (Service service : manifests.of(Service.class)) {
            services.put(settings.fullName(service.meta().name(), service.meta().namespace()), service);
        }
        manifests
                .of(Namespace.class)
                .forEach(namespace ->
                        namespaces.put(namespace.meta().name(), namespace.meta().labels()));
    }

    static boolean leadsToRouters(Service service) {
        return ROUTER.equals(service.selector().get(APPLICATION));
    }

    Front of(String host, String namespace) {
        Service service = services.get(host);
        if (service != null) {
            return service.selector().isEmpty() || leadsToRouters(service) ? Front.THERE : Front.TAKEN;
        }
        return ASKED.equals(namespaces.getOrDefault(namespace, Map.of()).get(LABEL)) ? Front.MADE : Front.NOT_ASKED_FOR;
    }
}
