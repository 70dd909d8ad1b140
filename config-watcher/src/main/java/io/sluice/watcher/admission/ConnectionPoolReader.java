package io.sluice.watcher.admission;

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
        Connections tcp = pool.object("tcp", ConnectionPoolReader::tcp);
        Connections http = pool.object("http", ConnectionPoolReader::http);
        if (tcp == null && http == null) {
            throw pool.refused("", "connection pool must have at least one field");
        }
        Duration connect = tcp == null ? null : tcp.connectTimeout();
        if (http == null) {
            return new Connections(connect, tcp == null ? null : tcp.idleTimeout());
        }
        Duration idle = http.idleTimeout() != null || tcp == null ? http.idleTimeout() : tcp.idleTimeout();
        return new Connections(connect, idle, http.maxRequestsPerConnection(), http.protocol());
    }

    private static Connections tcp(Reader tcp) {
        limit(tcp, "maxConnections", "max connections must be non-negative");
        positive(tcp, "maxConnectionDuration");
        tcp.unsupported("maxConnectionDuration", "connections live as long as they are used");
        tcp.unsupported("tcpKeepalive", "the system's own values hold");
        Duration idle = tcp.duration("idleTimeout");
        // 0s = there is no limit; ours holds all the same.
        boolean none = idle == null || idle.isZero();
        return new Connections(positive(tcp, "connectTimeout"), none ? null : positive(tcp, "idleTimeout"));
    }

    private static Connections http(Reader http) {
        limit(http, "http1MaxPendingRequests", "http1 max pending requests must be non-negative");
        limit(http, "http2MaxRequests", "http2 max requests must be non-negative");
        limit(http, "maxRetries", "max retries must be non-negative");
        limit(http, "maxConcurrentStreams", "max concurrent streams must be non-negative");
        http.unsupported("http2KeepAlive", "no pings are sent");
        int requests = http.integer("maxRequestsPerConnection", 0);
        if (requests < 0) {
            throw http.refused("maxRequestsPerConnection", "max requests per connection must be non-negative");
        }
        return new Connections(null, positive(http, "idleTimeout"), requests, protocol(http));
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

    private static void limit(Reader block, String field, String sentence) {
        Integer limit = block.integer(field);
        if (limit != null && limit < 0) {
            throw block.refused(field, sentence);
        }
        block.unsupported(field, "there is no such limit");
    }

    private static @Nullable Duration positive(Reader block, String field) {
        Duration duration = block.duration(field);
        if (duration != null && duration.toMillis() < 1) {
            throw block.refused(field, "duration must be greater than 1ms");
        }
        return duration;
    }
}
