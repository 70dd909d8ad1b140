package io.sluice.watcher.translate.istio;

import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Services that there are, by full name. */
public final class Services {
    private final Map<String, Service> byHost = new LinkedHashMap<>();

    public Services(List<Service> services, Settings settings) {
        for (Service service : services) {
            byHost.putIfAbsent(
                    settings.fullName(service.meta().name(), service.meta().namespace()), service);
        }
    }

    /** The Service of a full name; null if there is none. */
    public @Nullable Service of(String host) {
        return byHost.get(host);
    }

    static Service.@Nullable Port port(Service service, int number) {
        for (Service.Port port : service.ports()) {
            if (port.number() == number) {
                return port;
            }
        }
        return null;
    }
}
