package io.sluice.watcher.resource;

/**
 * What Istio's sidecars are given where pods say nothing of their own: the ConfigMap that its injector reads.
 *
 * @param excludedInboundPorts as pods write them in {@link #EXCLUDED_INBOUND_PORTS}
 */
public record SidecarInjector(Meta meta, String excludedInboundPorts) implements Resource {
    /** An annotation of pods: ports, separated by commas, that their sidecars leave alone. */
    public static final String EXCLUDED_INBOUND_PORTS = "traffic.sidecar.istio.io/excludeInboundPorts";
}
