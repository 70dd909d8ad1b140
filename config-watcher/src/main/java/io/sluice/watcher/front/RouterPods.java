package io.sluice.watcher.front;

import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.EndpointSlice.Endpoint;
import io.sluice.watcher.settings.FrontSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The pods of this router, by address family, as the slices of its own Service have them: readiness, drain state, node and zone are then
 * Kubernetes' own word, and no pod need be read.
 */
public final class RouterPods {
    /** What one slice may hold. */
    private static final int MOST = 1000;

    private static final List<String> FAMILIES = List.of("IPv4", "IPv6");

    private RouterPods() {}

    /** Where they are reached. */
    public static Set<String> addresses(List<EndpointSlice> slices, FrontSettings settings) {
        return of(slices, settings).values().stream()
                .flatMap(List::stream)
                .flatMap(pod -> pod.addresses().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    static Map<String, List<Endpoint>> of(List<EndpointSlice> slices, FrontSettings settings) {
        Map<String, Map<String, Endpoint>> byFamily = new LinkedHashMap<>();
        for (EndpointSlice slice : slices) {
            boolean own = slice.meta().namespace().equals(settings.namespace())
                    && slice.service().equals(settings.service())
                    && FAMILIES.contains(slice.addressType())
                    && !Ownership.isFront(slice);
            if (own) {
                slice.endpoints()
                        .forEach(endpoint -> add(
                                endpoint, byFamily.computeIfAbsent(slice.addressType(), absent -> new TreeMap<>())));
            }
        }
        Map<String, List<Endpoint>> pods = new LinkedHashMap<>();
        for (String family : FAMILIES) {
            Map<String, Endpoint> known = byFamily.getOrDefault(family, Map.of());
            if (!known.isEmpty()) {
                pods.put(family, new ArrayList<>(known.values()).subList(0, Math.min(MOST, known.size())));
            }
        }
        return pods;
    }

    /** An address that stands in two slices, while Kubernetes moves it, is as ready as the better of them says. */
    private static void add(Endpoint endpoint, Map<String, Endpoint> byAddress) {
        boolean ready = endpoint.ready() == null || endpoint.ready();
        boolean serving = endpoint.serving() == null ? ready : endpoint.serving();
        for (String address : endpoint.addresses()) {
            if (isRoutable(address)) {
                Endpoint one = new Endpoint(
                        List.of(address),
                        ready,
                        serving,
                        endpoint.terminating(),
                        endpoint.pod(),
                        endpoint.node(),
                        endpoint.zone());
                byAddress.merge(address, one, (a, b) -> Boolean.TRUE.equals(a.ready()) ? a : b);
            }
        }
    }

    /** What Kubernetes takes in a slice: one address that it refuses would keep out all others. */
    private static boolean isRoutable(String address) {
        String text = address.toLowerCase(Locale.ROOT);
        if (text.indexOf(':') >= 0) {
            return !text.matches("::1?|fe[89ab].*|ff.*|(0+:)+0*[01]?");
        }
        return !text.matches("(0|127|22[4-9]|23[0-9]|24[0-9]|25[0-5]|169\\.254)\\..*");
    }
}
