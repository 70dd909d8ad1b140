package io.sluice.table.cluster;

import java.util.Map;

/**
 * One pod address and port in a cluster.
 *
 * @param address a literal IPv4 or IPv6 address, never a name
 * @param weight 1 or more
 * @param workload the pod behind it; {@link Workload#UNKNOWN} if nobody says
 */
public record Endpoint(String address, int port, State state, int weight, String locality, Workload workload) {

    public Endpoint(String address, int port) {
        this(address, port, State.READY, 1, "", Workload.UNKNOWN);
    }

    /** The same on another port. */
    public Endpoint withPort(int other) {
        return new Endpoint(address, other, state, weight, locality, workload);
    }

    public enum State {
        READY,
        /** Terminating, but still serving: used only when nothing else is left. */
        DRAINING
    }

    /** A pod as policies and metrics see it. */
    public record Workload(String namespace, String name, Map<String, String> labels) {
        public static final Workload UNKNOWN = new Workload("", "", Map.of());

        public Workload {
            labels = Map.copyOf(labels);
        }
    }
}
