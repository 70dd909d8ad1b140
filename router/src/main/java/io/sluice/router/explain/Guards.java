package io.sluice.router.explain;

import io.sluice.router.exchange.Verdicts;
import io.sluice.router.explain.Explanation.Gate;
import io.sluice.router.http.Ascii;
import io.sluice.router.policy.Denial;
import io.sluice.router.policy.Judgement;
import io.sluice.router.route.CompiledDestination;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.pod.PodGate;
import io.sluice.router.route.pod.PodGates;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods that a request may reach, and what guards them; those under the same policies are one gate. */
final class Guards {
    /** Of pods that are alike so many are named. */
    private static final int MOST_NAMED = 3;

    private final Verdicts verdicts;
    private final PodGates gates;
    private final Role role;

    Guards(Verdicts verdicts, PodGates gates, Role role) {
        this.verdicts = verdicts;
        this.gates = gates;
        this.role = role;
    }

    static Gate gate(String where, @Nullable Denial denial, List<Judgement> told) {
        String verdict = denial == null
                ? "passes"
                : denial.status() + " " + Ascii.text(denial.body(), 0, denial.body().length) + " (" + denial.details()
                        + ")";
        return new Gate(where, verdict, told);
    }

    List<Gate> of(CompiledRoute route, CompiledForward forward) {
        List<Gate> all = new ArrayList<>();
        for (int i = 0; i < forward.split().size(); i++) {
            CompiledDestination destination = forward.split().destination(i);
            if (destination.cluster() != null) {
                destination(route, forward, destination, destination.cluster(), all);
            }
        }
        return all;
    }

    private void destination(
            CompiledRoute route,
            CompiledForward forward,
            CompiledDestination destination,
            UpstreamCluster cluster,
            List<Gate> all) {
        Map<Object, List<UpstreamEndpoint>> alike = new LinkedHashMap<>();
        for (UpstreamEndpoint endpoint : cluster.endpoints()) {
            PodGate gate = gates.of(endpoint, role);
            if (gate != null) {
                alike.computeIfAbsent(gate.policies(), absent -> new ArrayList<>())
                        .add(endpoint);
            }
        }
        for (List<UpstreamEndpoint> pods : alike.values()) {
            PodGate gate = gates.of(pods.get(0), role);
            if (gate != null) {
                List<Judgement> told = new ArrayList<>();
                Denial denial = verdicts.atPod(gate, route, forward, destination, told);
                all.add(gate(names(pods) + " of " + cluster.cluster().name(), denial, told));
            }
        }
    }

    private static String names(List<UpstreamEndpoint> pods) {
        StringBuilder names = new StringBuilder(pods.size() == 1 ? "pod " : "pods ");
        for (int i = 0; i < Math.min(MOST_NAMED, pods.size()); i++) {
            names.append(i == 0 ? "" : ", ").append(name(pods.get(i)));
        }
        return pods.size() > MOST_NAMED
                ? names.append(" and ")
                        .append(pods.size() - MOST_NAMED)
                        .append(" more")
                        .toString()
                : names.toString();
    }

    private static String name(UpstreamEndpoint pod) {
        return pod.workload().name().isEmpty()
                ? pod.address().getHostString() + ":" + pod.address().getPort()
                : pod.workload().namespace() + "/" + pod.workload().name();
    }
}
