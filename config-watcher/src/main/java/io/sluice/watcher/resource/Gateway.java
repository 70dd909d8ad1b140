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

        /** Whether it carries plaintext HTTP. */
        public boolean plainHttp() {
            return !tls
                    && switch (protocol) {
                        case "HTTP", "HTTP2", "GRPC", "GRPC-WEB" -> true;
                        default -> false;
                    };
        }
    }

    static Gateway read(Meta meta, Reader spec) {
        return new Gateway(meta, spec.textMap("selector"), spec.objects("servers", Gateway::server));
    }

    private static Server server(Reader server) {
        server.unsupported("bind", "the port is opened on the router's own address");
        server.passOver("name", "defaultEndpoint");
        Reader port = server.object("port");
        if (port == null) {
            throw server.invalid("port", "is missing");
        }
        try (port) {
            port.passOver("targetPort");
            Integer number = port.integer("number");
            if (number == null || number < 1 || number > 65535) {
                throw port.invalid("number", "port number must be in the range 1..65535");
            }
            port.requiredText("name");
            Tls tls = server.object("tls", Tls::read);
            List<String> hosts = server.texts("hosts");
            if (hosts.isEmpty()) {
                throw server.invalid("hosts", "server config must contain at least one host");
            }
            return new Server(
                    server.path(),
                    number,
                    port.requiredText("protocol").toUpperCase(java.util.Locale.ROOT),
                    hosts,
                    tls != null && tls.redirect(),
                    tls != null && tls.terminates());
        }
    }

    private record Tls(boolean redirect, boolean terminates) {
        static Tls read(Reader tls) {
            boolean redirect = tls.bool("httpsRedirect", false);
            tls.passOver(
                    "mode",
                    "credentialName",
                    "credentialNames",
                    "serverCertificate",
                    "privateKey",
                    "caCertificates",
                    "caCrl",
                    "subjectAltNames",
                    "verifyCertificateSpki",
                    "verifyCertificateHash",
                    "minProtocolVersion",
                    "maxProtocolVersion",
                    "cipherSuites",
                    "caCertCredentialName");
            boolean terminates = tls.has("mode")
                    || tls.has("credentialName")
                    || tls.has("credentialNames")
                    || tls.has("serverCertificate");
            return new Tls(redirect, terminates);
        }
    }
}
