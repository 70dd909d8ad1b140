package io.sluice.cli;

import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;

/** The last word on where things listen, after the manifests. */
interface Placement {
    /** As the manifests say. */
    Placement DECLARED = new Placement() {
        @Override
        public RoutingTable place(RoutingTable declared) {
            return declared;
        }

        @Override
        public Endpoints place(Endpoints declared) {
            return declared;
        }
    };

    RoutingTable place(RoutingTable declared);

    Endpoints place(Endpoints declared);
}
