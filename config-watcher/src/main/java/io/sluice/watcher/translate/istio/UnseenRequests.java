package io.sluice.watcher.translate.istio;

import io.sluice.table.Destination;
import io.sluice.table.Listener;
import io.sluice.table.SniRoute;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells of routes that pass TLS on to pods which policies guard: nobody sees the requests that those speak of, and nobody gets through. */
public final class UnseenRequests {
    private final Map<String, Clusters.Member> members = new HashMap<>();
    private final List<WorkloadPolicy> policies;
    private final Problems problems;

    public UnseenRequests(Clusters clusters, List<WorkloadPolicy> policies, Problems problems) {
        clusters.members().forEach(member -> members.put(member.cluster().name(), member));
        this.policies = policies;
        this.problems = problems;
    }

    public void tell(List<Listener> listeners) {
        for (Listener listener : listeners) {
            if (listener.traffic() instanceof Traffic.Passthrough passed) {
                passed.routes().forEach(this::tell);
            }
        }
    }

    private void tell(SniRoute route) {
        for (Destination destination : route.split().destinations()) {
            Clusters.Member member = members.get(destination.cluster());
            if (member != null && policies.stream().anyMatch(policy -> policy.selects(some(member)))) {
                problems.add(new Problem(
                        Severity.WARNING,
                        Code.POLICY_TRAP,
                        route.origin().kind() + " " + route.origin().namespace() + "/"
                                + route.origin().name(),
                        route.origin().field(),
                        "policies may select pods of " + member.cluster().host()
                                + ": those take no connection whose TLS is not ended here, since nobody sees its"
                                + " requests; end it here (mode SIMPLE), or at pods that no policy selects",
                        ""));
            }
        }
    }

    /** A pod of the cluster, as far as the Service says what pods it has. */
    private static Workload some(Clusters.Member member) {
        Map<String, String> labels = new HashMap<>(member.registered().service().selector());
        labels.putAll(member.labels());
        return new Workload(member.registered().service().meta().namespace(), "", labels);
    }
}
