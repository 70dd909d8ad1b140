package io.sluice.watcher.translate.endpoints;

import io.sluice.watcher.front.RouterPods;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.settings.IpAddress;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses no model of a cluster has: whoever may write an EndpointSlice must not have the router call itself, another of its
 * replicas, or what only its node can reach (reliability.md: server-side request forgery). Names are none of its business.
 * <em>Immutable</em>.
 */
final class PodAddresses {
    private final boolean anywhere;
    private final Set<IpAddress> routers;

    /** In a directory all there is, is this machine. */
    PodAddresses(Manifests manifests, Settings settings) {
        anywhere = !settings.cluster();
        routers = new HashSet<>(settings.ownAddresses());
        FrontSettings fronts = settings.fronts();
        if (fronts != null) {
            for (String address : RouterPods.addresses(manifests.of(EndpointSlice.class), fronts)) {
                IpAddress parsed = IpAddress.parse(address);
                if (parsed != null) {
                    routers.add(parsed);
                }
            }
        }
    }

    /** Why requests never go to an address; null = they may. */
    @Nullable
    String fault(String address) {
        IpAddress parsed = anywhere ? null : IpAddress.parse(address);
        if (parsed == null) {
            return null;
        }
        if (routers.contains(parsed)) {
            return "is this router's own, and requests would come back to it";
        }
        return parsed.ofPods() ? null : "is no pod's";
    }
}
