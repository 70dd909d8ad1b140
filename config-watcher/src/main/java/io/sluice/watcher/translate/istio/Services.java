package io.sluice.watcher.translate.istio;

import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.ServiceEntry;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names that routes can lead to: Services, and hosts of ServiceEntries. */
public final class Services {
    private static final String EXPORT_TO = "networking.istio.io/exportTo";

    private final Map<String, List<Registered>> byHost = new LinkedHashMap<>();

    /**
     * Who answers to a name.
     *
     * @param service a Service, or what a ServiceEntry stands for
     * @param entry null for a Service
     */
    public record Registered(Service service, @Nullable ServiceEntry entry) {
        private Visibility visibility() {
            String annotated = service.meta().annotations().get(EXPORT_TO);
            if (entry != null) {
                return Visibility.of(entry.exportTo());
            }
            return Visibility.of(annotated == null ? List.of() : List.of(annotated.split(" *, *")));
        }

        boolean visibleTo(String namespace) {
            return visibility().includes(namespace, service.meta().namespace());
        }
    }

    /** @param entries oldest first, as the Services */
    public Services(List<Service> services, List<ServiceEntry> entries, Settings settings) {
        for (Service service : services) {
            if (Ownership.isFront(service)) {
                continue; // it leads back here
            }
            add(settings.fullName(service.meta().name(), service.meta().namespace()), new Registered(service, null));
        }
        for (ServiceEntry entry : entries) {
            Registered registered = new Registered(entry.asService(), entry);
            entry.hosts().forEach(host -> add(host, registered));
        }
    }

    private void add(String host, Registered registered) {
        byHost.computeIfAbsent(host, absent -> new ArrayList<>(1)).add(registered);
    }

    /** Every name that somebody answers to. */
    Set<String> hosts() {
        return byHost.keySet();
    }

    /** The Service of a full name, whoever may see it; null if there is none. */
    public @Nullable Service of(String host) {
        List<Registered> all = byHost.get(host);
        return all == null ? null : all.get(0).service();
    }

    /** Who answers to a full name, for callers of a namespace: its own first, else the oldest; null if there is none. */
    @Nullable
    Registered seen(String host, String namespace) {
        Registered found = null;
        for (Registered registered : byHost.getOrDefault(host, List.of())) {
            boolean own = registered.service().meta().namespace().equals(namespace);
            if (registered.visibleTo(namespace) && (found == null || (own && !isOwn(found, namespace)))) {
                found = registered;
            }
        }
        return found;
    }

    private static boolean isOwn(Registered registered, String namespace) {
        return registered.service().meta().namespace().equals(namespace);
    }

    /** A Service's port by its number; null if it has none of it. */
    public static Service.@Nullable Port port(Service service, int number) {
        for (Service.Port port : service.ports()) {
            if (port.number() == number) {
                return port;
            }
        }
        return null;
    }
}
