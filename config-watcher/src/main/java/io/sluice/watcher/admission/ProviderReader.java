package io.sluice.watcher.admission;

import io.sluice.table.policy.Authorizer;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.settings.AuthorizationProvider;
import io.sluice.watcher.settings.TracingProvider;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code extensionProviders}, as far as CUSTOM policies name them (istio.md §4.3), or spans are sent to them. */
final class ProviderReader {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);
    private static final int STATUS_ON_ERROR = 403;

    /** What a body may wait for is bounded: a longer one would never be complete. */
    private static final int MOST_BODY_BYTES = 256 * 1024;

    private ProviderReader() {}

    /** By name. */
    record Providers(Map<String, AuthorizationProvider> authorizers, Map<String, TracingProvider> tracers) {}

    static Providers read(Reader mesh) {
        Map<String, AuthorizationProvider> providers = new LinkedHashMap<>();
        Map<String, TracingProvider> tracers = new LinkedHashMap<>();
        mesh.objects("extensionProviders", provider -> {
            String name = provider.requiredText("name");
            AuthorizationProvider http =
                    provider.object("envoyExtAuthzHttp", authorizer -> authorizer(name, false, authorizer));
            AuthorizationProvider read = http != null
                    ? http
                    : provider.object("envoyExtAuthzGrpc", authorizer -> authorizer(name, true, authorizer));
            if (read != null) {
                providers.put(name, read);
            } else if (provider.has("opentelemetry")) {
                TracingProvider tracer = provider.object("opentelemetry", TracingReader::provider);
                if (tracer != null) {
                    tracers.put(name, tracer);
                }
            } else {
                provider.passOverOthers();
                provider.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        "",
                        "is none of envoyExtAuthzHttp, envoyExtAuthzGrpc, opentelemetry: what a CUSTOM policy of this"
                                + " provider matches answers 403");
            }
            return name;
        });
        return new Providers(providers, tracers);
    }

    private static AuthorizationProvider authorizer(String name, boolean grpc, Reader reader) {
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
