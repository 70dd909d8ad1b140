package io.sluice.router.route;

import io.sluice.router.route.pod.PodGates;
import io.sluice.table.Listener;
import io.sluice.table.RoutingTable;
import io.sluice.table.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A routing table as the road needs it. Immutable. */
public final class CompiledTable {
    private static final CompiledListener[] NONE = {};

    /** Ports are few: looking through them is the fastest way, and makes no object of a number. */
    private final int[] ports;

    private final CompiledListener[][] listeners;
    private final @Nullable PodGates pods;

    public CompiledTable(RoutingTable table, RouteCompiler compiler) {
        Map<Integer, List<CompiledListener>> byPort = new TreeMap<>();
        for (Listener listener : table.listeners()) {
            // TLS listeners are not opened yet: the control plane reports each of them.
            if (listener.tls() == null && listener.traffic() instanceof Traffic.Http http) {
                byPort.computeIfAbsent(listener.port(), port -> new ArrayList<>())
                        .add(compiler.listener(listener, http));
            }
        }
        ports = byPort.keySet().stream().mapToInt(Integer::intValue).toArray();
        listeners = byPort.values().stream()
                .map(list -> list.toArray(CompiledListener[]::new))
                .toArray(CompiledListener[][]::new);
        pods = compiler.pods(table.workloadPolicies());
    }

    /** The policies that guard pods; null = none does. */
    public @Nullable PodGates pods() {
        return pods;
    }

    /** The ports that are to be open. */
    public Set<Integer> ports() {
        return Arrays.stream(ports).boxed().collect(Collectors.toUnmodifiableSet());
    }

    /** The listeners of a port, in the order they are asked. Shared: never written to. */
    public CompiledListener[] listeners(int port) {
        for (int i = 0; i < ports.length; i++) {
            if (ports[i] == port) {
                return listeners[i];
            }
        }
        return NONE;
    }
}
