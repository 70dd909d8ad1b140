package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.table.HttpOptions;
import io.sluice.table.HttpOptions.ClientCertificate;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.HttpOptions.ProxyHeaders;
import io.sluice.table.HttpOptions.Server;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a listener treats HTTP itself. Immutable.
 *
 * @param server value of {@code server} in answers; null = as the router was started with. Shared: never written to
 * @param serverPasses an endpoint's {@code server} passes, and answers of our own have none
 * @param clientCertificate what becomes of a client's {@code x-forwarded-client-cert}
 * @param maxConnectionAgeNanos after which a client is told to connect anew; 0 = as the router's own limits say
 */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
public record CompiledOptions(
        PathNormalization paths,
        int trustedProxies,
        byte @Nullable [] server,
        boolean serverPasses,
        boolean requestId,
        boolean attemptCount,
        boolean debugHeaders,
        boolean forwardedHost,
        ClientCertificate clientCertificate,
        long maxConnectionAgeNanos) {

    /** Of a port that no listener of the table has. */
    public static final CompiledOptions DEFAULT = of(HttpOptions.DEFAULT);

    static CompiledOptions of(HttpOptions options) {
        ProxyHeaders headers = options.headers();
        Duration age = options.maxConnectionAge();
        return new CompiledOptions(
                options.paths(),
                options.trustedProxies(),
                server(headers.server()),
                headers.server() instanceof Server.PassedThrough,
                headers.requestId(),
                headers.attemptCount(),
                headers.debugHeaders(),
                headers.forwardedHost(),
                headers.clientCertificate(),
                age == null ? 0 : age.toNanos());
    }

    private static byte @Nullable [] server(Server server) {
        return switch (server) {
            case Server.Own own -> own.value() == null ? null : Ascii.bytes(own.value());
            case Server.PassedThrough passed -> null;
        };
    }
}
