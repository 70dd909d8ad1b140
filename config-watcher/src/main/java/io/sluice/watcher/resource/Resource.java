package io.sluice.watcher.resource;

import java.util.Comparator;

/** An object that routing reads. */
public sealed interface Resource
        permits SeldonDeployment,
                VirtualService,
                DestinationRule,
                Gateway,
                Service,
                EndpointSlice,
                ServiceEntry,
                WorkloadEntry,
                Node,
                PeerAuthentication,
                Pod,
                Namespace,
                Secret,
                SidecarInjector,
                Policy,
                Telemetry,
                NetworkPolicy {

    /** Istio's order: creation time, then name, then namespace (istio.md §1.3). */
    Comparator<Resource> OLDEST_FIRST = Comparator.comparing(
                    (Resource resource) -> resource.meta().created())
            .thenComparing(resource -> resource.meta().name())
            .thenComparing(resource -> resource.meta().namespace());

    Meta meta();
}
