package io.sluice.watcher.settings;

import io.sluice.table.HttpOptions;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.HttpOptions.ProxyHeaders;
import io.sluice.table.Role;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.Tracing;
import io.sluice.table.telemetry.Providers;
import io.sluice.watcher.resource.locality.LocalityPreference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Istio's MeshConfig says, as far as it is honoured.
 *
 * @param rootNamespace where policies for the whole mesh live
 * @param retries of routes that say nothing
 * @param locality where a DestinationRule has no {@code localityLbSetting}
 * @param trustedProxies in front of the gateway
 * @param preservesHeaderCase whether names of headers keep their letter case over HTTP/1.1
 * @param providers who may be asked about requests, by name
 * @param accessLog null = nothing is said
 * @param tracing null = no span is made
 * @param telemetry what Telemetry objects leave open
 * @param trustDomains whose identities are the mesh's own
 */
public record MeshConfig(
        String rootNamespace,
        RetryPolicy retries,
        LocalityPreference locality,
        PathNormalization paths,
        int trustedProxies,
        ProxyHeaders headers,
        boolean preservesHeaderCase,
        Map<String, AuthorizationProvider> providers,
        @Nullable AccessLogSettings accessLog,
        @Nullable Tracing tracing,
        TelemetryDefaults telemetry,
        TrustDomains trustDomains) {
    public MeshConfig {
        providers = Map.copyOf(providers);
    }

    /** Of a mesh that says nothing. */
    public static final MeshConfig DEFAULT = new MeshConfig(
            "istio-system",
            RetryPolicy.ISTIO_DEFAULT,
            LocalityPreference.DEFAULT,
            PathNormalization.BASE,
            0,
            ProxyHeaders.DEFAULT,
            false,
            Map.of(),
            null,
            null,
            new TelemetryDefaults(Providers.NONE, List.of(), List.of(), 10_000, List.of()),
            TrustDomains.DEFAULT);

    /** How listeners of a role treat HTTP: only in front of a gateway are there proxies to be believed. */
    public HttpOptions options(Role role) {
        return switch (role) {
            case GATEWAY -> new HttpOptions(paths, trustedProxies, headers);
            case MESH -> new HttpOptions(paths, 0, headers);
        };
    }
}
