package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.DomainRules;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.Gateway.Server;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ServerTls;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a Gateway (istio.md §3). */
final class GatewayReader {
    private GatewayReader() {}

    static Gateway read(Meta meta, Reader spec) {
        Gateway gateway = new Gateway(meta, spec.textMap("selector"), spec.objects("servers", GatewayReader::server));
        if (gateway.servers().isEmpty()) {
            throw spec.invalid("servers", "gateway must have at least one server");
        }
        return gateway;
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
            String portName = port.requiredText("name");
            if (portName.isEmpty()) {
                throw port.invalid("name", "port name must be set");
            }
            String protocol = protocol(port);
            Said said = server.object("tls", tls -> Said.of(server, protocol, tls));
            check(server, protocol, said);
            List<String> hosts = server.texts("hosts");
            if (hosts.isEmpty()) {
                throw server.invalid("hosts", "server config must contain at least one host");
            }
            for (int i = 0; i < hosts.size(); i++) {
                host(server.path("hosts[" + i + "]"), hosts.get(i));
            }
            return new Server(
                    server.path(),
                    number,
                    portName,
                    protocol,
                    hosts,
                    said != null && said.redirect(),
                    said == null ? null : said.tls());
        }
    }

    private static String protocol(Reader port) {
        String protocol = port.requiredText("protocol").toUpperCase(Locale.ROOT);
        return switch (protocol) {
            case "HTTP", "HTTPS", "GRPC", "GRPC-WEB", "HTTP2", "MONGO", "TCP", "TLS" -> protocol;
            default -> throw port.invalid("protocol", "unsupported protocol " + protocol);
        };
    }

    /**
     * What stands under {@code tls}.
     *
     * @param tls null = nothing but {@code httpsRedirect}
     */
    private record Said(boolean redirect, @Nullable ServerTls tls) {
        static Said of(Reader server, String protocol, Reader tls) {
            boolean redirect = tls.bool("httpsRedirect", false);
            // The mode that none is written for is PASSTHROUGH.
            boolean more = Set.of("HTTPS", "TLS").contains(protocol)
                    || tls.names().stream().anyMatch(name -> !name.equals("httpsRedirect"));
            if (more && !Set.of("HTTPS", "TLS", "TCP").contains(protocol)) {
                throw server.invalid(
                        "tls", "server cannot have TLS settings for plain text HTTP ports, but httpsRedirect");
            }
            return new Said(redirect, more ? ServerTlsReader.read(tls) : null);
        }
    }

    private static void check(Reader server, String protocol, @Nullable Said said) {
        if (said == null && Set.of("HTTPS", "TLS").contains(protocol)) {
            throw server.invalid("tls", "server must have TLS settings for HTTPS/TLS protocols");
        }
    }

    /** {@code host}, or {@code namespace/host} where the namespace may be {@code .} or {@code *}. */
    private static void host(String field, String host) {
        int slash = host.indexOf('/');
        String namespace = slash < 0 ? "*" : host.substring(0, slash);
        if (!namespace.matches("[.*]|[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new Refusal(
                    Code.INVALID_FIELD, field, "\"" + host + "\": before the slash stands a namespace, . or *");
        }
        DomainRules.check(field, host.substring(slash + 1));
    }
}
