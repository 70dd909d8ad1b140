package io.sluice.watcher.rollout;

import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Contents;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.endpoints.PodEndpoints;
import io.sluice.watcher.translate.istio.Services;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is ready, as Services, slices and pods say right now.
 *
 * @param derived Services of one deployment, which stand in where the manifests have none
 */
record Readiness(PodEndpoints endpoints, Services declared, Services derived) {
    static Readiness of(Contents contents, Settings settings) {
        return new Readiness(
                PodEndpoints.of(new Manifests(contents.declared(), List.of())),
                services(contents.declared(), settings),
                services(List.of(), settings));
    }

    Readiness with(Derivation derivation, Settings settings) {
        return new Readiness(endpoints, declared, services(derivation.objects(), settings));
    }

    private static Services services(List<Resource> resources, Settings settings) {
        List<Service> services = resources.stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .toList();
        return new Services(services, List.of(), settings);
    }

    /** Whether one of the ports has a ready endpoint with these labels. */
    boolean ready(String host, Set<Integer> ports, Map<String, String> labels) {
        @Nullable Service own = declared.of(host);
        Service service = own == null ? derived.of(host) : own;
        if (service == null) {
            return false;
        }
        for (int number : ports) {
            Service.Port port = Services.port(service, number);
            if (port != null && endpoints.ready(service, port, labels)) {
                return true;
            }
        }
        return false;
    }
}
