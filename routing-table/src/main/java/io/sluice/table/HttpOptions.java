package io.sluice.table;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a listener treats HTTP itself, before any route (Envoy's connection manager; Istio's MeshConfig).
 *
 * @param trustedProxies how many proxies in front of this router are believed: the client is that many addresses from the
 *     right of {@code x-forwarded-for} ({@code gatewayTopology.numTrustedProxies}); 0 = the peer is the client
 * @param maxConnectionAge after which a client is told to connect anew, with up to a tenth more, by chance; null = as long as the
 *     router's own limits say
 */
public record HttpOptions(
        PathNormalization paths,
        int trustedProxies,
        ProxyHeaders headers,
        @Nullable Duration maxConnectionAge) {
    public static final HttpOptions DEFAULT = new HttpOptions(PathNormalization.BASE, 0, ProxyHeaders.DEFAULT);

    public HttpOptions {
        if (trustedProxies < 0) {
            throw new IllegalArgumentException(trustedProxies + " trusted proxies");
        }
    }

    /** Connections of any age. */
    public HttpOptions(PathNormalization paths, int trustedProxies, ProxyHeaders headers) {
        this(paths, trustedProxies, headers, null);
    }

    /** The same with connections that end. */
    public HttpOptions withMaxConnectionAge(Duration age) {
        return new HttpOptions(paths, trustedProxies, headers, age);
    }

    /** How a path is brought into normal form, before it is matched and forwarded (istio.md §5.5). */
    public enum PathNormalization {
        /** A fragment is cut off, nothing else. */
        NONE,
        /** RFC 3986: unreserved encodings decoded, dot segments resolved, {@code \} is {@code /}. */
        BASE,
        /** And runs of slashes are one. */
        MERGE_SLASHES,
        /** And {@code %2F} and {@code %5C} are decoded before. */
        DECODE_AND_MERGE_SLASHES
    }

    /**
     * Which headers the router adds of its own ({@code proxyHeaders}).
     *
     * @param server what happens to {@code server} of answers
     * @param requestId whether {@code x-request-id} is made; else a client's own passes
     * @param attemptCount whether requests carry {@code x-envoy-attempt-count}
     * @param debugHeaders whether {@code x-envoy-upstream-service-time}, {@code x-envoy-original-path} and their like are added
     * @param forwardedHost whether a rewritten authority leaves the old one in {@code x-forwarded-host}
     * @param clientCertificate what happens to a client's {@code x-forwarded-client-cert}
     */
    public record ProxyHeaders(
            Server server,
            boolean requestId,
            boolean attemptCount,
            boolean debugHeaders,
            boolean forwardedHost,
            ClientCertificate clientCertificate) {
        public static final ProxyHeaders DEFAULT =
                new ProxyHeaders(new Server.Own(null), true, true, true, false, ClientCertificate.REPLACE);
    }

    /** What becomes of {@code server} in answers. */
    public sealed interface Server {
        /** @param value null = as the router was started with */
        record Own(@Nullable String value) implements Server {}

        /** The endpoint's passes; answers of the router's own have none. */
        record PassedThrough() implements Server {}
    }

    /** What becomes of {@code x-forwarded-client-cert}. Who shows no certificate may say nothing of one, but for {@link #PASS}. */
    public enum ClientCertificate {
        /** The client's word goes; what its certificate says comes. */
        REPLACE,
        /** The client's word goes. */
        REMOVE,
        /** What its certificate says comes behind the client's word. */
        APPEND,
        /** The word of a client with a certificate passes as it is. */
        PASS_WITH_CERTIFICATE,
        /** Anybody's word passes as it is. */
        PASS
    }
}
