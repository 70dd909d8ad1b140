package io.sluice.watcher.admission.telemetry;

import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.Authorizer;
import io.sluice.table.policy.Tracing.Collector;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.http.AccessLogReader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.settings.AccessLogSettings;
import io.sluice.watcher.settings.AuthorizationProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code extensionProviders}, as far as CUSTOM policies name them (istio.md §4.3), or spans and lines are sent to them. */
final class ProviderReader {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int STATUS_ON_ERROR = 403;

    /** What a body may wait for is bounded: a longer one would never be complete. */
    private static final int MOST_BODY_BYTES = 256 * 1024;

    /** Istio's own, unless a mesh has one of that name. */
    private static final String BUILT_IN_LOG = "envoy";

    private final Map<String, AuthorizationProvider> authorizers = new LinkedHashMap<>();
    private final Map<String, Collector> collectors = new LinkedHashMap<>();
    private final Map<String, AccessLogSettings> logs = new LinkedHashMap<>();

    /** What lines of a log look like whose provider does not say; of Istio's own, as the mesh says. */
    private final Layout layout;

    private ProviderReader(Layout layout) {
        this.layout = layout;
        logs.put(BUILT_IN_LOG, new AccessLogSettings("/dev/stdout", layout));
    }

    /** By name. */
    record Providers(
            Map<String, AuthorizationProvider> authorizers,
            Map<String, Collector> collectors,
            Map<String, AccessLogSettings> logs) {}

    /** @param layout what MeshConfig says of lines */
    static Providers read(Reader mesh, Layout layout) {
        ProviderReader reader = new ProviderReader(layout);
        mesh.objects("extensionProviders", reader::provider);
        return new Providers(reader.authorizers, reader.collectors, reader.logs);
    }

    private boolean provider(Reader provider) {
        String name = provider.requiredText("name");
        boolean known = provider.object("envoyExtAuthzHttp", of -> authorizer(name, false, of)) != null
                || provider.object("envoyExtAuthzGrpc", of -> authorizer(name, true, of)) != null
                || provider.object("envoyFileAccessLog", of -> log(name, of)) != null
                || provider.has("prometheus"); // series are there for whoever scrapes
        if (known) {
            return true;
        }
        if (provider.has("opentelemetry")) {
            Collector collector = provider.object("opentelemetry", of -> TracingReader.provider(name, of));
            if (collector != null) { // what is no object is told, and makes none
                collectors.put(name, collector);
            }
            return true;
        }
        provider.passOverOthers();
        provider.problem(
                Severity.WARNING,
                Code.NOT_SUPPORTED,
                "",
                "is none of envoyExtAuthzHttp, envoyExtAuthzGrpc, envoyFileAccessLog, opentelemetry, prometheus: what a"
                        + " CUSTOM policy of this provider matches answers 403, and no line and no span is sent to it");
        return false;
    }

    private AccessLogSettings log(String name, Reader log) {
        AccessLogSettings read = AccessLogReader.provider(log, name.equals(BUILT_IN_LOG) ? layout : null);
        logs.put(name, read);
        return read;
    }

    private AuthorizationProvider authorizer(String name, boolean grpc, Reader reader) {
        AuthorizationProvider read = readAuthorizer(name, grpc, reader);
        authorizers.put(name, read);
        return read;
    }

    private static AuthorizationProvider readAuthorizer(String name, boolean grpc, Reader reader) {
        String service = reader.requiredText("service");
        Integer port = reader.port("port");
        if (service.isEmpty() || port == null) {
            throw reader.invalid("service", "service and port must be set");
        }
        Duration timeout = reader.duration("timeout");
        reader.passOver("clearRouteCache"); // headers of an answer choose no route (istio-recorded.md §16)
        Authorizer authorizer = new Authorizer(
                name,
                "",
                grpc,
                timeout == null ? TIMEOUT : timeout,
                reader.bool("failOpen", false),
                status(reader),
                reader.text("pathPrefix", ""),
                reader.texts("includeRequestHeadersInCheck"),
                reader.textMap("includeAdditionalHeadersInCheck"),
                reader.texts("headersToUpstreamOnAllow"),
                reader.texts("headersToDownstreamOnAllow"),
                reader.texts("headersToDownstreamOnDeny"),
                reader.object("includeRequestBodyInCheck", ProviderReader::body));
        // `namespace/host` says which of several Services of a host is meant.
        return new AuthorizationProvider(service.substring(service.indexOf('/') + 1), port, authorizer);
    }

    private static int status(Reader reader) {
        String text = reader.intOrText("statusOnError");
        try {
            int status = text == null ? STATUS_ON_ERROR : Integer.parseInt(text);
            if (status >= 200 && status < 600) {
                return status;
            }
        } catch (NumberFormatException none) {
            // said below
        }
        throw reader.invalid("statusOnError", "\"" + text + "\" is no HTTP status");
    }

    private static Authorizer.@Nullable Body body(Reader body) {
        int most = body.integer("maxRequestBytes", 0);
        boolean partial = body.bool("allowPartialMessage", false);
        boolean raw = body.bool("packAsBytes", false);
        if (most < 1 || most > MOST_BODY_BYTES) {
            throw body.invalid("maxRequestBytes", "must be 1 to " + MOST_BODY_BYTES);
        }
        return new Authorizer.Body(most, partial, raw);
    }
}
