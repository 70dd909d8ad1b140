package io.sluice.benchmarks.peer;

import io.sluice.benchmarks.load.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Writes the configurations beside this package into a directory, with their ports and paths filled in. */
final class Configurations {
    /** How HAProxy and Envoy are told that a model speaks HTTP/2. */
    private static final String HAPROXY_HTTP2 = " proto h2";

    private static final String ENVOY_HTTP2 = """
        typed_extension_protocol_options:
              envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
                explicit_http_config: {http2_protocol_options: {}}\
        """;

    private static final String ENVOY_TLS = """
        transport_socket:
                name: envoy.transport_sockets.tls
                typed_config:
                  "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                  common_tls_context:
                    tls_certificates:
                    - {certificate_chain: {filename: @chain@}, private_key: {filename: @key@}}\
        """;

    private static final String SLUICE_TLS = """
        name: https, protocol: HTTPS}
            tls: {mode: SIMPLE, serverCertificate: @chain@, privateKey: @key@}\
        """;

    private final Path directory;
    private final boolean http2;
    private final boolean secure;

    Configurations(Path directory, Scenario scenario) {
        this.directory = directory;
        this.http2 = scenario.modelsSpeakHttp2();
        this.secure = scenario.secure();
    }

    /** @return the written file; {@code @port@}, {@code @main@}, {@code @canary@} and {@code @directory@} are filled in */
    Path write(String resource, int port) {
        return write(resource, resource, port, Ports.MAIN, Ports.CANARY);
    }

    /** @param main port of what stands for the model's main predictor; {@code canary} likewise */
    Path write(String resource, String name, int port, int main, int canary) {
        try (InputStream template = Objects.requireNonNull(Configurations.class.getResourceAsStream(resource))) {
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@port@", Integer.toString(port))
                    .replace("@metrics@", Integer.toString(Ports.metrics(port)))
                    .replace("@main@", Integer.toString(main))
                    .replace("@canary@", Integer.toString(canary))
                    .replace("@sidecar-main@", Integer.toString(Ports.SIDECAR_MAIN))
                    .replace("@sidecar-canary@", Integer.toString(Ports.SIDECAR_CANARY))
                    .replace(
                            "@buffers@",
                            name.startsWith(Peers.LARGE_BUFFERS) ? "tune.bufsize 131072" : "# tune.bufsize 16384")
                    .replace("@server-protocol@", http2 ? HAPROXY_HTTP2 : "")
                    .replace("@cluster-protocol@", http2 ? ENVOY_HTTP2 : "# HTTP/1.1")
                    .replace("@bind-tls@", secure ? " ssl crt @both@" : "")
                    .replace("@listen-tls@", secure ? " ssl" : "")
                    .replace("@certificate@", secure ? "ssl_certificate @chain@; ssl_certificate_key @key@;" : "")
                    .replace("@transport@", secure ? ENVOY_TLS : "# plaintext");
            return Files.writeString(directory.resolve(name), placed(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String placed(String text) {
        return text.replace("@both@", directory.resolve(ServerCertificate.BOTH).toString())
                .replace("@chain@", directory.resolve(ServerCertificate.CHAIN).toString())
                .replace("@key@", directory.resolve(ServerCertificate.KEY).toString())
                .replace("@directory@", directory.toString());
    }

    /**
     * Sluice's manifests: as they are declared, unless it is not the usual router of them, models speak HTTP/2, which a Service says by its
     * port's name, or callers TLS, which the Gateway says.
     */
    Path manifests(Path declared, String name, int port) {
        if (!http2 && !secure && port == Ports.SLUICE) {
            return declared;
        }
        try {
            String text = Files.readString(declared.resolve("model.yaml"))
                    .replace("number: " + Ports.SLUICE + ",", "number: " + port + ",");
            Path manifests = Files.createDirectories(directory.resolve("manifests-" + name));
            if (http2) {
                text = text.replace("- {name: http,", "- {name: grpc,");
            }
            if (secure) {
                text = text.replace("name: http, protocol: HTTP}", SLUICE_TLS);
            }
            Files.writeString(manifests.resolve("model.yaml"), placed(text));
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
