package io.sluice.router.upstream;

import io.sluice.router.tls.ModelContext;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.tls.UpstreamTls;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cluster's connections are opened with. Immutable.
 *
 * @param spoken false = TLS is asked for and cannot be spoken, so nothing is said at all
 * @param http1 null = plaintext
 * @param http2 null = plaintext
 * @param named whether the host of a request chooses its connection: it is the name that is asked for
 * @param mutual whether both sides show who they are
 */
record Security(
        boolean spoken,
        @Nullable ModelContext http1,
        @Nullable ModelContext http2,
        boolean named,
        boolean mutual) {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");
    private static final Security PLAINTEXT = new Security(true, null, null, false, false);
    private static final Security NONE = new Security(false, null, null, false, false);

    /** @param opens whether connections will be opened; else it is settled only whether they could be */
    static Security of(Cluster cluster, boolean opens) {
        return of(cluster, cluster.tls(), opens);
    }

    static Security of(Cluster cluster, UpstreamTls wanted, boolean opens) {
        return switch (wanted) {
            case UpstreamTls.Plaintext plaintext -> PLAINTEXT;
            case UpstreamTls.AsDemanded some -> PLAINTEXT;
            case UpstreamTls.Unavailable unavailable -> NONE;
            case UpstreamTls.Tls tls ->
                opens
                        ? contexts(
                                cluster,
                                http2 -> ModelContext.of(tls, http2),
                                tls.serverName() == null,
                                tls.own() != null)
                        : PLAINTEXT;
            case UpstreamTls.Mesh mesh ->
                opens ? contexts(cluster, http2 -> ModelContext.of(mesh, http2), false, true) : PLAINTEXT;
        };
    }

    private interface Contexts {
        ModelContext of(boolean http2) throws GeneralSecurityException;
    }

    private static Security contexts(Cluster cluster, Contexts contexts, boolean named, boolean mutual) {
        try {
            boolean one = cluster.protocol() != UpstreamProtocol.HTTP2;
            boolean two = cluster.protocol() != UpstreamProtocol.HTTP1;
            return new Security(true, one ? contexts.of(false) : null, two ? contexts.of(true) : null, named, mutual);
        } catch (GeneralSecurityException refused) {
            LOG.error("{} cannot be spoken to: {}", cluster.name(), refused.getMessage());
            return NONE;
        }
    }

    @Nullable
    ModelContext of(boolean overHttp2) {
        return overHttp2 ? http2 : http1;
    }
}
