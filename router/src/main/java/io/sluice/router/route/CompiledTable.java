package io.sluice.router.route;

import io.sluice.router.route.pod.PodGates;
import io.sluice.table.Listener;
import io.sluice.table.RoutingTable;
import io.sluice.table.Traffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A routing table as the road needs it. Immutable. */
public final class CompiledTable {
    private static final CompiledListener[] NONE = {};

    /** Ascending: a number is found without an object of it, also where each front Service has a port of its own. */
    private final int[] ports;

    private final CompiledListener[][] listeners;
    private final @Nullable PodGates pods;

    /** Each alone, by name: a handshake has chosen it, and no other is asked. */
    private final Map<String, CompiledListener[]> secure = new HashMap<>();

    private final Set<Integer> securePorts = new TreeSet<>();

    public CompiledTable(RoutingTable table, RouteCompiler compiler) {
        Map<Integer, List<CompiledListener>> byPort = new TreeMap<>();
        for (Listener listener : table.listeners()) {
            List<CompiledListener> ofPort = byPort.computeIfAbsent(listener.port(), port -> new ArrayList<>());
            boolean overTls = listener.tls() != null;
            if (overTls) {
                securePorts.add(listener.port());
            }
            // What is not opened here has no requests: its routes are those of handshakes.
            if (listener.traffic() instanceof Traffic.Http http) {
                CompiledListener compiled = compiler.listener(listener, http);
                ofPort.add(compiled);
                if (overTls) {
                    secure.put(listener.name(), new CompiledListener[] {compiled});
                }
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

    /** Those of them that speak TLS. */
    public Set<Integer> securePorts() {
        return Collections.unmodifiableSet(securePorts);
    }

    /** The listener with which a handshake was made, if it is still there. Shared: never written to. */
    public CompiledListener[] secureListener(String name) {
        CompiledListener[] alone = secure.get(name);
        return alone == null ? NONE : alone;
    }

    /** The listeners of a port, in the order they are asked. Shared: never written to. */
    public CompiledListener[] listeners(int port) {
        int at = Arrays.binarySearch(ports, port);
        return at < 0 ? NONE : listeners[at];
    }
}
