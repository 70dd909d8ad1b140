package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
     * @param tls null = it says nothing of TLS, but perhaps {@code httpsRedirect}
     * @param portName as written
     */
    public record Server(
            String path,
            int port,
            String portName,
            String protocol,
            List<String> hosts,
            boolean httpsRedirect,
            @Nullable ServerTls tls) {
        public Server {
            hosts = List.copyOf(hosts);
        }

        /** Whether gRPC-Web is translated. */
        public boolean grpcWeb() {
            return protocol.equals("GRPC-WEB");
        }

        /** Whether it carries HTTP over TLS that ends here. */
        public boolean secureHttp() {
            return tls != null
                    && protocol.equals("HTTPS")
                    && switch (tls.mode()) {
                        case SIMPLE, MUTUAL, OPTIONAL_MUTUAL, ISTIO_MUTUAL -> true;
                        case PASSTHROUGH, AUTO_PASSTHROUGH -> false;
                    };
        }

        /** Whether it passes TLS on as it is, by the name that handshakes ask for. */
        public boolean passthrough() {
            return tls != null
                    && tls.mode() == ServerTls.Mode.PASSTHROUGH
                    && (protocol.equals("HTTPS") || protocol.equals("TLS"));
        }

        /** Whether it carries plaintext HTTP. */
        public boolean plainHttp() {
            return tls == null
                    && switch (protocol) {
                        case "HTTP", "HTTP2", "GRPC", "GRPC-WEB" -> true;
                        default -> false;
                    };
        }
    }
}
