package io.sluice.cli;

import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first example on one machine: on the port that was asked for, with stub models where there was room for them.
 *
 * @param stubPorts declared port → port in use
 */
record DemoPlacement(int port, Map<Integer, Integer> stubPorts) implements Placement {
    private static final int REST_PORT = 8000;

    DemoPlacement {
        stubPorts = Map.copyOf(stubPorts);
    }

    /** The REST port alone: the gRPC port waits for HTTP/2, and would only be one more that may be taken. */
    @Override
    public RoutingTable place(RoutingTable declared) {
        List<Listener> rest = declared.listeners().stream()
                .filter(listener -> listener.role() == Role.MESH && listener.port() == REST_PORT)
                .map(listener -> listener.withPort(port))
                .toList();
        return declared.withListeners(rest);
    }

    @Override
    public Endpoints place(Endpoints declared) {
        Map<String, List<Endpoint>> placed = new LinkedHashMap<>();
        declared.byCluster()
                .forEach((cluster, endpoints) ->
                        placed.put(cluster, endpoints.stream().map(this::place).toList()));
        return new Endpoints(placed, declared.callers());
    }

    private Endpoint place(Endpoint declared) {
        return declared.withPort(stubPorts.getOrDefault(declared.port(), declared.port()));
    }
}
