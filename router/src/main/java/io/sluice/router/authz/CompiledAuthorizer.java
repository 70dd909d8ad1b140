package io.sluice.router.authz;

import io.sluice.router.http.Ascii;
import io.sluice.router.upstream.UpstreamCluster;
import io.sluice.table.policy.Authorizer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An authorizer as checks need it. Immutable. */
public final class CompiledAuthorizer {
    private final Authorizer declared;
    private final @Nullable UpstreamCluster cluster;
    private final byte[] authority;
    private final byte[] pathPrefix;
    private final Map<String, byte[]> added = new TreeMap<>();
    private final HeaderNames asked;
    private final HeaderNames upstream;
    private final HeaderNames grant;
    private final HeaderNames refusal;

    /** @param cluster null = nobody is there */
    public CompiledAuthorizer(Authorizer declared, @Nullable UpstreamCluster cluster) {
        this.declared = declared;
        this.cluster = cluster;
        authority = Ascii.bytes(
                cluster == null ? declared.name() : cluster.cluster().host());
        pathPrefix = Ascii.bytes(declared.pathPrefix());
        declared.addedHeaders().forEach((name, value) -> added.put(name.toLowerCase(Locale.ROOT), Ascii.bytes(value)));
        asked = new HeaderNames(declared.requestHeaders());
        upstream = new HeaderNames(declared.upstreamHeaders());
        grant = new HeaderNames(declared.grantHeaders());
        refusal = new HeaderNames(declared.refusalHeaders());
    }

    /** What of a request's body it wants to see before it answers; 0 = none. */
    public int bodyBytes() {
        Authorizer.Body body = declared.body();
        return body == null ? 0 : body.maxBytes();
    }

    /** Whether it may be asked about a longer body. */
    public boolean takesPart() {
        Authorizer.Body body = declared.body();
        return body == null || body.partial();
    }

    boolean grpc() {
        return declared.grpc();
    }

    /** Whether a body is shown as bytes. */
    boolean rawBody() {
        Authorizer.Body body = declared.body();
        return body != null && body.raw();
    }

    /** Whom a call over gRPC is for. */
    byte[] authority() {
        return authority;
    }

    @Nullable
    UpstreamCluster cluster() {
        return cluster;
    }

    long timeoutMillis() {
        return Math.max(1, declared.timeout().toMillis());
    }

    byte[] pathPrefix() {
        return pathPrefix;
    }

    /** By name, lower case. */
    Map<String, byte[]> added() {
        return added;
    }

    HeaderNames asked() {
        return asked;
    }

    HeaderNames upstream() {
        return upstream;
    }

    HeaderNames grant() {
        return grant;
    }

    HeaderNames refusal() {
        return refusal;
    }

    /** There is no answer, or one that is none. */
    Verdict noAnswer() {
        return declared.failOpen() ? Verdict.UNMARKED : new Verdict.NoAnswer(declared.statusOnError());
    }
}
