package io.sluice.table;

import java.util.List;

/** What a listener carries. */
public sealed interface Traffic {

    /**
     * Requests, routed by host.
     *
     * @param hosts in no order: exact names win over wildcards, longer wildcards over shorter ones
     * @param grpcWeb whether gRPC-Web is translated (Gateway servers of protocol {@code GRPC-WEB})
     */
    record Http(List<Host> hosts, boolean grpcWeb, HttpOptions options) implements Traffic {
        public Http {
            hosts = List.copyOf(hosts);
        }
    }

    /** Bytes, routed by the server name of an unopened TLS handshake; first match wins. */
    record Passthrough(List<SniRoute> routes) implements Traffic {
        public Passthrough {
            routes = List.copyOf(routes);
        }
    }
}
