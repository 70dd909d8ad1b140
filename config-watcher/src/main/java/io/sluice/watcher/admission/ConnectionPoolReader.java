package io.sluice.watcher.admission;

import io.sluice.table.cluster.ConnectionPool;
import io.sluice.table.cluster.ConnectionPool.TcpKeepalive;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule.Connections;
import io.sluice.watcher.resource.DestinationRule.Protocol;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code connectionPool} (istio.md §2.2). */
final class ConnectionPoolReader {
    private ConnectionPoolReader() {}

    static Connections read(Reader pool) {
        Tcp tcp = pool.object("tcp", ConnectionPoolReader::tcp);
        Http http = pool.object("http", ConnectionPoolReader::http);
        if (tcp == null && http == null) {
            throw pool.refused("", "connection pool must have at least one field");
        }
        Tcp ofTcp = tcp == null ? Tcp.SILENT : tcp;
        Http ofHttp = http == null ? Http.SILENT : http;
        ConnectionPool none = ConnectionPool.DEFAULT;
        ConnectionPool limits = new ConnectionPool(
                ofTcp.connectTimeout() == null ? none.connectTimeout() : ofTcp.connectTimeout(),
                ofHttp.idleTimeout() == null ? ofTcp.idleTimeout() : ofHttp.idleTimeout(),
                ofTcp.maxConnectionDuration(),
                ofTcp.maxConnections(),
                ofHttp.maxPendingRequests(),
                ofHttp.maxRequests(),
                ofHttp.maxRequestsPerConnection(),
                ofHttp.maxRetries(),
                ofHttp.maxConcurrentStreams(),
                ofTcp.keepalive());
        return new Connections(limits, ofHttp.protocol());
    }

    private record Tcp(
            @Nullable Duration connectTimeout,
            @Nullable Duration idleTimeout,
            @Nullable Duration maxConnectionDuration,
            int maxConnections,
            @Nullable TcpKeepalive keepalive) {
        private static final Tcp SILENT = new Tcp(null, null, null, Integer.MAX_VALUE, null);
    }

    private record Http(
            @Nullable Duration idleTimeout,
            int maxPendingRequests,
            int maxRequests,
            int maxRequestsPerConnection,
            int maxRetries,
            int maxConcurrentStreams,
            Protocol protocol) {
        private static final int NONE = Integer.MAX_VALUE;
        private static final Http SILENT = new Http(null, NONE, NONE, 0, NONE, NONE, Protocol.OF_PORT);
    }

    private static Tcp tcp(Reader tcp) {
        Duration idle = tcp.duration("idleTimeout");
        // 0s = there is no limit; ours holds all the same.
        boolean none = idle == null || idle.isZero();
        return new Tcp(
                positive(tcp, "connectTimeout"),
                none ? null : positive(tcp, "idleTimeout"),
                positive(tcp, "maxConnectionDuration"),
                limit(tcp, "maxConnections", "max connections must be non-negative"),
                tcp.object("tcpKeepalive", ConnectionPoolReader::keepalive));
    }

    private static TcpKeepalive keepalive(Reader keepalive) {
        int probes = keepalive.integer("probes", 0);
        if (probes < 0) {
            throw keepalive.invalid("probes", probes + " is no number of probes");
        }
        return new TcpKeepalive(probes, keepalive.duration("time"), keepalive.duration("interval"));
    }

    private static Http http(Reader http) {
        http.unsupported("http2KeepAlive", "no pings are sent");
        int requests = http.integer("maxRequestsPerConnection", 0);
        if (requests < 0) {
            throw http.refused("maxRequestsPerConnection", "max requests per connection must be non-negative");
        }
        return new Http(
                positive(http, "idleTimeout"),
                limit(http, "http1MaxPendingRequests", "http1 max pending requests must be non-negative"),
                limit(http, "http2MaxRequests", "http2 max requests must be non-negative"),
                requests,
                limit(http, "maxRetries", "max retries must be non-negative"),
                limit(http, "maxConcurrentStreams", "max concurrent streams must be non-negative"),
                protocol(http));
    }

    private static Protocol protocol(Reader http) {
        String upgrade = http.text("h2UpgradePolicy", "DEFAULT");
        boolean ofClient = http.bool("useClientProtocol", false);
        if (!List.of("DEFAULT", "UPGRADE", "DO_NOT_UPGRADE").contains(upgrade)) {
            throw http.invalid("h2UpgradePolicy", "\"" + upgrade + "\" is no upgrade policy");
        }
        if (upgrade.equals("UPGRADE") && ofClient) {
            throw http.refused(
                    "useClientProtocol", "use client protocol must not be true when H2UpgradePolicy is UPGRADE");
        }
        if (ofClient) {
            http.problem(
                    Severity.NOTICE,
                    Code.NOT_SUPPORTED,
                    "useClientProtocol",
                    "clients speak HTTP/1.1 to this router so far, and so do endpoints");
            return Protocol.OF_CLIENT;
        }
        return upgrade.equals("UPGRADE") ? Protocol.HTTP2 : Protocol.OF_PORT;
    }

    /** 0 is what is not said: no limit. */
    private static int limit(Reader block, String field, String sentence) {
        int limit = block.integer(field, 0);
        if (limit < 0) {
            throw block.refused(field, sentence);
        }
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    private static @Nullable Duration positive(Reader block, String field) {
        Duration duration = block.duration(field);
        if (duration != null && duration.toMillis() < 1) {
            throw block.refused(field, "duration must be greater than 1ms");
        }
        return duration;
    }
}
