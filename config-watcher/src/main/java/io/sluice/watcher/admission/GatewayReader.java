package io.sluice.watcher.admission;

import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.Gateway.Server;
import io.sluice.watcher.resource.Meta;
import java.util.List;
import java.util.Locale;

/** Reads a Gateway (istio.md §3). */
final class GatewayReader {
    private GatewayReader() {}

    static Gateway read(Meta meta, Reader spec) {
        return new Gateway(meta, spec.textMap("selector"), spec.objects("servers", GatewayReader::server));
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
                    port.requiredText("protocol").toUpperCase(Locale.ROOT),
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
