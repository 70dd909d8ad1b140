package io.sluice.watcher.admission.telemetry;

import io.sluice.table.policy.Tracing;
import io.sluice.table.policy.Tracing.Collector;
import io.sluice.table.policy.Tracing.Protocol;
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

    /** {@code opentelemetry} of a provider: by gRPC, unless {@code http} is there. */
    static Collector provider(String name, Reader otel) {
        String service = otel.requiredText("service");
        Integer port = otel.port("port");
        otel.unsupported("maxTagLength", "values end after 256 bytes");
        otel.unsupported("resourceDetectors", "spans have the service.name sluice, and no more");
        otel.unsupported("dynatraceSampler", "the share is that of defaultConfig.tracing.sampling");
        if (service.isEmpty() || port == null) {
            throw otel.invalid("service", "service and port must be set");
        }
        // `namespace/host` says which of several Services of a host is meant.
        String host = service.substring(service.indexOf('/') + 1);
        Collector byHttp = otel.object("http", http -> byHttp(name, host, port, http));
        if (byHttp != null) {
            otel.unsupported("grpc", "http is there too, and is what is used");
            return byHttp;
        }
        Collector byGrpc = otel.object("grpc", grpc -> byGrpc(name, host, port, grpc, "initialMetadata"));
        return byGrpc == null ? byGrpc(name, host, port, otel, "") : byGrpc;
    }

    private static Collector byHttp(String name, String host, int port, Reader http) {
        String path = http.requiredText("path");
        URI address = address(http, "path", host, port, path);
        return new Collector(name, Protocol.HTTP, address, headers(http, "headers"), timeout(http), SERVICE);
    }

    /** @param metadata the field that has it; empty = there is none */
    private static Collector byGrpc(String name, String host, int port, Reader of, String metadata) {
        URI address = address(of, "", host, port, "");
        return metadata.isEmpty()
                ? new Collector(name, Protocol.GRPC, address, Map.of(), TIMEOUT, SERVICE)
                : new Collector(name, Protocol.GRPC, address, headers(of, metadata), timeout(of), SERVICE);
    }

    private static URI address(Reader of, String field, String host, int port, String path) {
        try {
            return new URI("http", null, host, port, path, null, null);
        } catch (URISyntaxException malformed) {
            throw of.invalid(field, "makes no URL of http://" + host + ":" + port);
        }
    }

    private static Duration timeout(Reader of) {
        Duration timeout = of.duration("timeout");
        return timeout == null ? TIMEOUT : timeout;
    }

    private static Map<String, String> headers(Reader of, String field) {
        Map<String, String> headers = new LinkedHashMap<>();
        of.objects(field, header -> headers.put(header.requiredText("name"), value(header)));
        return headers;
    }

    /** As it stands there, or in the router's environment. */
    private static String value(Reader header) {
        String variable = header.text("envName", "");
        String value = variable.isEmpty() ? header.text("value", "") : System.getenv(variable);
        if (value == null) {
            throw header.invalid("envName", "names " + variable + ", which this router's environment has not");
        }
        return value;
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
