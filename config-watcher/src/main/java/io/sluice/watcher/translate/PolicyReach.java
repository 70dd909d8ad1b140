package io.sluice.watcher.translate;

import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.watcher.network.Isolation;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.AuthorizationPolicy;
import io.sluice.watcher.resource.Pod;
import io.sluice.watcher.resource.Policy;
import io.sluice.watcher.resource.RequestAuthentication;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says of each policy whether it protects anything here, and whether that can be reached past this router (DESIGN §7). */
final class PolicyReach {
    private final Manifests manifests;
    private final Settings settings;
    private final Problems problems;
    private final Set<Service> routed;
    private final List<Endpoint> called;
    private final Map<String, List<Endpoint>> calledByNamespace;
    private final Isolation isolation;
    private final ExcludedPorts excluded;

    /** @param routed Services that routes lead to */
    PolicyReach(Manifests manifests, Set<Service> routed, Endpoints endpoints, Settings settings, Problems problems) {
        this.routed = routed;
        this.manifests = manifests;
        this.settings = settings;
        this.problems = problems;
        called = endpoints.byCluster().values().stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
        calledByNamespace = called.stream()
                .collect(Collectors.groupingBy(endpoint -> endpoint.workload().namespace()));
        isolation = new Isolation(manifests);
        excluded = new ExcludedPorts(manifests, problems);
    }

    void tell() {
        for (Policy policy : manifests.of(Policy.class)) {
            boolean counts = switch (policy) {
                case AuthorizationPolicy authorization -> !authorization.attached();
                case RequestAuthentication authentication -> !authentication.attached();
                case UnenforcedPolicy unenforced -> true;
            };
            if (counts) {
                tell(policy);
            }
        }
    }

    private void tell(Policy policy) {
        WorkloadPolicy selecting = selecting(policy);
        List<Endpoint> near = selecting.namespace() == null
                ? called
                : calledByNamespace.getOrDefault(selecting.namespace(), List.of());
        List<Endpoint> guarded = near.stream()
                .filter(endpoint -> selecting.selects(endpoint.workload()))
                .toList();
        if (guarded.isEmpty()) {
            if (!selectsRouter(policy) && !isAwaited(selecting)) {
                protectsNothing(policy, selecting);
            }
            return;
        }
        boolean refuses = !(policy instanceof AuthorizationPolicy authorization) || authorization.enforced();
        if (refuses) {
            excluded.tell(policy, guarded);
        }
        guarded.stream()
                .filter(endpoint -> refuses
                        && isolation.bypassable(
                                endpoint.workload().namespace(),
                                endpoint.workload().labels(),
                                endpoint.port()))
                .findFirst()
                .ifPresent(endpoint -> add(
                        policy,
                        Severity.WARNING,
                        Code.BYPASSABLE_FROM_CLUSTER,
                        "this router enforces it, and any pod of the cluster can call " + named(endpoint)
                                + " without it: no NetworkPolicy lets in the router alone"));
    }

    /** Whether a route leads to pods of which none is ready, and that it may select. */
    private boolean isAwaited(WorkloadPolicy selecting) {
        List<Pod> known = manifests.of(Pod.class);
        return routed.stream().anyMatch(service -> {
            String namespace = service.meta().namespace();
            List<Pod> pods = known.stream()
                    .filter(pod -> pod.meta().namespace().equals(namespace)
                            && !service.selector().isEmpty()
                            && pod.meta()
                                    .labels()
                                    .entrySet()
                                    .containsAll(service.selector().entrySet()))
                    .toList();
            return pods.isEmpty()
                    ? !isCalled(service) && selecting.selects(new Workload(namespace, "", service.selector()))
                    : pods.stream().anyMatch(pod -> selecting.selects(workload(pod)));
        });
    }

    /** Whether it has endpoints, whose labels are then known as far as they ever will be. */
    private boolean isCalled(Service service) {
        return calledByNamespace.getOrDefault(service.meta().namespace(), List.of()).stream()
                .anyMatch(endpoint -> endpoint.workload()
                        .labels()
                        .entrySet()
                        .containsAll(service.selector().entrySet()));
    }

    private static Workload workload(Pod pod) {
        return new Workload(
                pod.meta().namespace(), pod.meta().name(), pod.meta().labels());
    }

    private void protectsNothing(Policy policy, WorkloadPolicy selecting) {
        List<String> selected = manifests.of(Pod.class).stream()
                .filter(pod -> selecting.selects(workload(pod)))
                .map(pod -> pod.meta().namespace() + "/" + pod.meta().name())
                .limit(3)
                .toList();
        if (selected.isEmpty()) {
            add(
                    policy,
                    Severity.WARNING,
                    Code.POLICY_NOT_ON_PATH,
                    "selects none of the pods that this router calls, and protects nothing here");
        } else {
            add(
                    policy,
                    Severity.ERROR,
                    Code.POLICY_NOT_ON_PATH,
                    "selects pods to which no route leads (" + String.join(", ", selected)
                            + "): who calls them, an executor for one, does not pass here, and nobody is refused");
        }
    }

    private WorkloadPolicy selecting(Policy policy) {
        boolean root = policy.meta().namespace().equals(settings.mesh().rootNamespace());
        return new WorkloadPolicy(
                root ? null : policy.meta().namespace(), policy.selector(), null, null, Authorization.NONE);
    }

    private boolean selectsRouter(Policy policy) {
        boolean near = policy.meta().namespace().equals(settings.mesh().rootNamespace())
                || policy.meta().namespace().equals(settings.gatewayNamespace());
        return near
                && settings.gatewayLabels()
                        .entrySet()
                        .containsAll(policy.selector().entrySet());
    }

    private static String named(Endpoint endpoint) {
        String name = endpoint.workload().name();
        return (name.isEmpty() ? endpoint.address() : endpoint.workload().namespace() + "/" + name) + ":"
                + endpoint.port();
    }

    private void add(Policy policy, Severity severity, Code code, String sentence) {
        problems.add(new Problem(
                severity,
                code,
                policy.meta().id().toString(),
                "",
                sentence,
                policy.meta().file()));
    }
}
