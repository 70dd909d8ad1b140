package io.sluice.watcher.admission.telemetry;

import io.sluice.table.policy.Tracing;
import io.sluice.table.policy.Tracing.Collector;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what MeshConfig says of where spans go: a provider {@code opentelemetry}, and which one is usual (ecosystem §1). */
final class TracingReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String SERVICE = "sluice";

    private TracingReader() {}

    /** {@code opentelemetry} of a provider; null if it is one that is not spoken to, which is told. */
    static @Nullable Collector provider(String name, Reader otel) {
        String service = otel.requiredText("service");
        Integer port = otel.port("port");
        otel.unsupported("maxTagLength", "values end after 256 bytes");
        otel.unsupported("resourceDetectors", "spans have the service.name sluice, and no more");
        otel.unsupported("dynatraceSampler", "the share is that of defaultConfig.tracing.sampling");
        otel.unsupported("grpc", "spans are sent by HTTP alone");
        if (service.isEmpty() || port == null) {
            throw otel.invalid("service", "service and port must be set");
        }
        // `namespace/host` says which of several Services of a host is meant.
        String host = service.substring(service.indexOf('/') + 1);
        Collector read = otel.object("http", http -> byHttp(name, host, port, http));
        if (read == null) {
            otel.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "",
                    "OTLP over gRPC is not spoken, and no span is sent; name the collector's port for HTTP, usually"
                            + " 4318, and http: {path: /v1/traces}");
        }
        return read;
    }

    private static Collector byHttp(String name, String host, int port, Reader http) {
        Duration timeout = http.duration("timeout");
        Map<String, String> headers = new LinkedHashMap<>();
        http.objects("headers", header -> headers.put(header.requiredText("name"), header.text("value", "")));
        try {
            URI collector = new URI("http", null, host, port, http.requiredText("path"), null, null);
            return new Collector(name, collector, headers, timeout == null ? TIMEOUT : timeout, SERVICE);
        } catch (URISyntaxException malformed) {
            throw http.invalid("path", "makes no URL of http://" + host + ":" + port);
        }
    }

    /**
     * What is traced where no manifest says otherwise, if the mesh has a provider for it; null = nothing.
     *
     * @param wanted {@code defaultProviders.tracing}
     */
    static @Nullable Tracing read(
            Reader mesh, List<String> wanted, Map<String, Collector> providers, Sampling sampling) {
        Boolean enabled = mesh.bool("enableTracing");
        if (wanted.isEmpty() || Boolean.FALSE.equals(enabled)) {
            if (Boolean.TRUE.equals(enabled)) {
                mesh.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        "enableTracing",
                        "says not where to; name a provider of opentelemetry in defaultProviders.tracing");
            }
            return null;
        }
        Collector provider = providers.get(wanted.get(0));
        if (provider == null || wanted.size() > 1) {
            mesh.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "defaultProviders.tracing",
                    provider == null
                            ? "names " + wanted.get(0) + ", which is no provider that spans can be sent to"
                            : "names several; spans go to the first, " + wanted.get(0));
        }
        return provider == null ? null : new Tracing(provider, sampling.share().perMillion(), sampling.tags());
    }
}
