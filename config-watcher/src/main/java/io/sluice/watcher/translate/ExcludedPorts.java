package io.sluice.watcher.translate;

import io.sluice.table.cluster.Endpoint;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Pod;
import io.sluice.watcher.resource.Policy;
import io.sluice.watcher.resource.SidecarInjector;
import io.sluice.watcher.store.Manifests;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ports that Istio's sidecars leave alone: nothing that comes in there meets a policy. Written for scrapes of metrics, they leave
 * predictions on the same port unguarded too. This router guards them all the same, and says so.
 */
final class ExcludedPorts {
    private final Map<String, Pod> pods = new HashMap<>();
    private final Map<Pod, List<String>> told = new HashMap<>();
    private final Problems problems;

    /** What holds where a pod says nothing; null = nothing does. */
    private final @Nullable SidecarInjector meshWide;

    ExcludedPorts(Manifests manifests, Problems problems) {
        this.problems = problems;
        manifests
                .of(Pod.class)
                .forEach(pod -> pods.put(key(pod.meta().namespace(), pod.meta().name()), pod));
        meshWide = manifests.of(SidecarInjector.class).stream()
                .filter(injector -> !injector.excludedInboundPorts().isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** @param guarded endpoints that a policy selects */
    void tell(Policy policy, List<Endpoint> guarded) {
        guarded.stream().filter(this::excluded).findFirst().ifPresent(endpoint -> {
            Pod pod = pod(endpoint);
            boolean own = pod != null && pod.meta().annotations().containsKey(SidecarInjector.EXCLUDED_INBOUND_PORTS);
            String named = pod == null
                    ? endpoint.address()
                    : pod.meta().namespace() + "/" + pod.meta().name();
            problems.add(problem(
                    policy.meta(),
                    Code.POLICY_TRAP,
                    "in Istio port " + endpoint.port() + " of " + named + " is kept from its sidecar ("
                            + (own || meshWide == null
                                    ? SidecarInjector.EXCLUDED_INBOUND_PORTS
                                    : "excludeInboundPorts of "
                                            + meshWide.meta().id())
                            + "), and nobody is refused there; this router enforces the policy on it all the same,"
                            + " for scrapes and predictions alike"));
        });
    }

    private boolean excluded(Endpoint endpoint) {
        Pod pod = pod(endpoint);
        String ports = pod == null ? null : pod.meta().annotations().get(SidecarInjector.EXCLUDED_INBOUND_PORTS);
        if (ports == null) {
            return meshWide != null && ports(meshWide.excludedInboundPorts()).contains(port(endpoint));
        }
        return told.computeIfAbsent(pod, this::read).contains(port(endpoint));
    }

    /** A list that is none is told once. */
    private List<String> read(Pod pod) {
        List<String> ports = ports(pod.meta().annotations().getOrDefault(SidecarInjector.EXCLUDED_INBOUND_PORTS, ""));
        if (ports.stream().anyMatch(port -> !port.matches("\\d{1,5}"))) {
            problems.add(problem(
                    pod.meta(),
                    Code.INVALID_FIELD,
                    "is no list of ports; Istio's injector would refuse it, here it changes nothing"));
        }
        return ports;
    }

    private @Nullable Pod pod(Endpoint endpoint) {
        return pods.get(key(endpoint.workload().namespace(), endpoint.workload().name()));
    }

    private static List<String> ports(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .filter(port -> !port.isEmpty())
                .toList();
    }

    private static String port(Endpoint endpoint) {
        return Integer.toString(endpoint.port());
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    private static Problem problem(Meta meta, Code code, String sentence) {
        return new Problem(
                Severity.NOTICE,
                code,
                meta.id().toString(),
                code == Code.POLICY_TRAP ? "" : "metadata.annotations[" + SidecarInjector.EXCLUDED_INBOUND_PORTS + "]",
                sentence,
                meta.file());
    }
}
