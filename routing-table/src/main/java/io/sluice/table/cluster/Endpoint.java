package io.sluice.table.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pod address and port in a cluster.
 *
 * @param address a literal IPv4 or IPv6 address; a name only in a cluster whose {@link Discovery} resolves it
 * @param weight 1 or more
 * @param place as seen from this router
 * @param workload the pod behind it; {@link Workload#UNKNOWN} if nobody says
 * @param demandsTls whether it takes nobody in plaintext; of clusters that ask each of theirs
 */
public record Endpoint(
        String address, int port, State state, int weight, Place place, Workload workload, boolean demandsTls) {

    public Endpoint(String address, int port, State state, int weight, Place place, Workload workload) {
        this(address, port, state, weight, place, workload, false);
    }

    public Endpoint(String address, int port) {
        this(address, port, State.READY, 1, Place.ANY, Workload.UNKNOWN);
    }

    /** The same on another port. */
    public Endpoint withPort(int other) {
        return new Endpoint(address, other, state, weight, place, workload, demandsTls);
    }

    /** The same at another address. */
    public Endpoint withAddress(String other) {
        return new Endpoint(other, port, state, weight, place, workload, demandsTls);
    }

    /** The same with another pod behind it. */
    public Endpoint withWorkload(Workload other) {
        return new Endpoint(address, port, state, weight, place, other, demandsTls);
    }

    public Endpoint withWeight(int other) {
        return new Endpoint(address, port, state, other, place, workload, demandsTls);
    }

    /** The same, taking nobody in plaintext. */
    public Endpoint demandingTls() {
        return new Endpoint(address, port, state, weight, place, workload, true);
    }

    public Endpoint withPlace(Place other) {
        return new Endpoint(address, port, state, weight, other, workload, demandsTls);
    }

    /**
     * Where an endpoint stands, as seen from the router (DestinationRule {@code localityLbSetting}).
     *
     * @param locality {@code region/zone/subzone}, as far as known
     * @param priority 0 = used first; the next only when nobody of those before is left
     * @param share of its locality, when requests are first divided among localities; 0 = they are not
     */
    public record Place(String locality, int priority, int share) {
        public static final Place ANY = new Place("", 0, 0);
    }

    public enum State {
        READY,
        /** Terminating, but still serving: used only when nothing else is left. */
        DRAINING
    }

    /**
     * A pod as policies and metrics see it.
     *
     * @param name empty if nobody describes it: then the labels are some of its own
     * @param controller what keeps it: the name of its Deployment, StatefulSet or Job; its own if nothing does
     * @param seldon the model of Seldon's whose requests are counted here; null = it is none, or its own executor counts
     * @param identity who it is to policies when it calls from its own address, {@code td/ns/x/sa/y}; empty = an address proves nothing
     */
    public record Workload(
            String namespace,
            String name,
            Map<String, String> labels,
            String controller,
            @Nullable SeldonModel seldon,
            String identity) {
        public static final Workload UNKNOWN = new Workload("", "", Map.of());

        public Workload {
            labels = Map.copyOf(labels);
        }

        /** One whose address proves nothing. */
        public Workload(
                String namespace,
                String name,
                Map<String, String> labels,
                String controller,
                @Nullable SeldonModel seldon) {
            this(namespace, name, labels, controller, seldon, "");
        }

        /** The same, believed by its address. */
        public Workload withIdentity(String believed) {
            return new Workload(namespace, name, labels, controller, seldon, believed);
        }

        /** One that nothing keeps. */
        public Workload(String namespace, String name, Map<String, String> labels) {
            this(namespace, name, labels, name, null);
        }
    }

    /**
     * A model of a SeldonDeployment, as metrics name it.
     *
     * @param version of its predictor
     * @param name its node in the graph
     * @param image without a tag, which is {@code imageVersion}
     */
    public record SeldonModel(String deployment, String version, String name, String image, String imageVersion) {}
}
