package io.sluice.watcher.migrate;

import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Whether a call to a name in the cluster arrives at a router: through a Service of its own, or one that may be made (DESIGN §6). */
final class Fronts {
    /** What a router's pods are labelled by in {@code deploy/}: a Service that selects them is a front of theirs. */
    private static final String APPLICATION = "app.kubernetes.io/name";

    private static final String ROUTER = "sluice";

    private final Map<String, Service> services = new HashMap<>();
    private final Set<String> asking = new HashSet<>();

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
        manifests.of(Namespace.class).stream()
                .filter(Ownership::optedIn)
                .forEach(namespace -> asking.add(namespace.meta().name()));
    }

    static boolean leadsToRouters(Service service) {
        return ROUTER.equals(service.selector().get(APPLICATION));
    }

    Front of(String host, String namespace) {
        Service service = services.get(host);
        if (service != null) {
            return service.selector().isEmpty() || leadsToRouters(service) ? Front.THERE : Front.TAKEN;
        }
        return asking.contains(namespace) ? Front.MADE : Front.NOT_ASKED_FOR;
    }
}
