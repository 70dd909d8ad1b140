package io.sluice.router.telemetry.traffic;

import io.sluice.table.cluster.Cluster;

/**
 * Where an exchange went, by Istio's labels.
 *
 * @param service full name
 * @param name short
 * @param mutualTls whether both sides showed who they are
 */
record Destination(Party party, String service, String name, String namespace, boolean mutualTls) {
    static final Destination UNKNOWN =
            new Destination(Party.UNKNOWN, Party.NOT_KNOWN, Party.NOT_KNOWN, Party.NOT_KNOWN, false);

    /** Of all that there was no room for. */
    static final Destination OVERFLOW =
            new Destination(Party.all("overflow"), "overflow", "overflow", "overflow", false);

    /** A name of the cluster is split; any other, of a ServiceEntry, is a short name too (Istio does the same). */
    static Destination of(Cluster cluster, Party party, boolean mutualTls) {
        String host = cluster.host();
        String[] labels = host.split("\\.", 4);
        boolean inside = labels.length == 4 && labels[2].equals("svc");
        return new Destination(
                party, host, inside ? labels[0] : host, inside ? labels[1] : party.namespace(), mutualTls);
    }
}
