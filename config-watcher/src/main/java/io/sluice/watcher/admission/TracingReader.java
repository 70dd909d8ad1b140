package io.sluice.watcher.admission;

import io.sluice.table.Fraction;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.policy.Tracing;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.settings.TracingProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what MeshConfig says of spans: a provider {@code opentelemetry}, and {@code defaultConfig.tracing} (ecosystem §1). */
final class TracingReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Fraction USUAL = Fraction.ofPercent(1);
    private static final String SERVICE = "sluice";
    private static final List<String> OTHER_TRACERS =
            List.of("zipkin", "lightstep", "datadog", "stackdriver", "openCensusAgent", "tlsSettings");

    private TracingReader() {}

    /**
     * {@code defaultConfig.tracing}.
     *
     * @param share of the traces that begin here
     */
    record Sampling(Fraction share, List<Tag> tags) {
        static final Sampling DEFAULT = new Sampling(USUAL, List.of());

        static Sampling read(Reader tracing) {
            OTHER_TRACERS.forEach(other -> tracing.unsupported(other, "spans go to the provider that is named"));
            tracing.unsupported("maxPathTagLength", "values end after 256 bytes");
            tracing.unsupported("enableIstioTags", "the tags are those of docs/tracing.md");
            Double sampling = tracing.decimal("sampling");
            if (sampling != null && !(sampling >= 0 && sampling <= 100)) {
                throw tracing.invalid("sampling", "must be 0 to 100");
            }
            List<Tag> tags = new ArrayList<>();
            tracing.objectMap("customTags", TracingReader::tag)
                    .forEach((name, tag) -> tags.add(new Tag(name, tag.value(), tag.otherwise())));
            return new Sampling(sampling == null ? USUAL : Fraction.ofPercent(sampling), tags);
        }
    }

    private static Tag tag(Reader tag) {
        Tag literal = tag.object("literal", of -> new Tag("", Format.literal(of.requiredText("value")), null));
        Tag environment = tag.object("environment", TracingReader::environment);
        Tag header = tag.object("header", TracingReader::header);
        Tag read = literal != null ? literal : environment != null ? environment : header;
        if (read == null) {
            throw tag.invalid("", "must have one of literal, environment, header");
        }
        return read;
    }

    private static Tag environment(Reader of) {
        String value = System.getenv(of.requiredText("name"));
        return new Tag(
                "", Format.literal(value == null ? of.text("defaultValue", "") : value), of.text("defaultValue"));
    }

    private static Tag header(Reader of) {
        String name = of.requiredText("name").toLowerCase(Locale.ROOT);
        return new Tag("", new Format(List.of(new Piece.RequestHeader(name, null))), of.text("defaultValue"));
    }

    /** {@code opentelemetry} of a provider; null if it is one that is not spoken to, which is told. */
    static @Nullable TracingProvider provider(Reader otel) {
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
        TracingProvider read = otel.object("http", http -> byHttp(host, port, http));
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

    private static TracingProvider byHttp(String host, int port, Reader http) {
        Duration timeout = http.duration("timeout");
        Map<String, String> headers = new LinkedHashMap<>();
        http.objects("headers", header -> headers.put(header.requiredText("name"), header.text("value", "")));
        try {
            URI collector = new URI("http", null, host, port, http.requiredText("path"), null, null);
            return new TracingProvider(collector, headers, timeout == null ? TIMEOUT : timeout);
        } catch (URISyntaxException malformed) {
            throw http.invalid("path", "makes no URL of http://" + host + ":" + port);
        }
    }

    /** What is traced, if the mesh has a provider for it; null = nothing. */
    static @Nullable Tracing read(Reader mesh, Map<String, TracingProvider> providers, Sampling sampling) {
        List<String> wanted = new ArrayList<>();
        mesh.object("defaultProviders", defaults -> {
            wanted.addAll(defaults.texts("tracing"));
            defaults.unsupported("metrics", "series are there for whoever scrapes");
            defaults.unsupported("accessLogging", "the access log is that of accessLogFile");
            return wanted;
        });
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
        TracingProvider provider = providers.get(wanted.get(0));
        if (provider == null || wanted.size() > 1) {
            mesh.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "defaultProviders.tracing",
                    provider == null
                            ? "names " + wanted.get(0) + ", which is no provider that spans can be sent to"
                            : "names several; spans go to the first, " + wanted.get(0));
        }
        return provider == null
                ? null
                : new Tracing(
                        provider.collector(),
                        provider.headers(),
                        provider.timeout(),
                        SERVICE,
                        sampling.share().perMillion(),
                        sampling.tags());
    }
}
