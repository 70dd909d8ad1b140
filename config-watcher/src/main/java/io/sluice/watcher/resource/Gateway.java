package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;

/**
 * An Istio Gateway.
 *
 * @param selector labels of the gateway pods it is for; empty = all
 */
public record Gateway(Meta meta, Map<String, String> selector, List<Server> servers) implements Resource {
    public Gateway {
        selector = Map.copyOf(selector);
        servers = List.copyOf(servers);
    }

    /**
     * @param hosts as written: a pattern, perhaps with a namespace, a dot or a star and a slash before it
     * @param tls whether it asks for TLS
     */
    public record Server(
            String path, int port, String protocol, List<String> hosts, boolean httpsRedirect, boolean tls) {
        public Server {
            hosts = List.copyOf(hosts);
        }

        /** Whether gRPC-Web is translated. */
        public boolean grpcWeb() {
            return protocol.equals("GRPC-WEB");
        }

        /** Whether it carries plaintext HTTP. */
        public boolean plainHttp() {
            return !tls
                    && switch (protocol) {
                        case "HTTP", "HTTP2", "GRPC", "GRPC-WEB" -> true;
                        default -> false;
                    };
        }
    }
}
