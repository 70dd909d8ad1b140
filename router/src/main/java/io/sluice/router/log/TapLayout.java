package io.sluice.router.log;

import io.sluice.router.http.Hidden;
import io.sluice.table.policy.AccessLog.Entry;
import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import java.util.List;

/**
 * What is shown of an exchange to those who watch: no header that may carry a secret, no query, no body. The path is last, so that its
 * query can be told from everything else without reading the line.
 */
final class TapLayout {
    static final Layout JSON = new Layout.Json(List.of(
            entry("time", new Piece.StartTime("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")),
            entry("method", new Piece.RequestHeader(":method", null)),
            entry("authority", new Piece.RequestHeader(":authority", null)),
            entry("protocol", Attribute.PROTOCOL),
            entry("status", Attribute.RESPONSE_CODE),
            entry("grpcStatus", Attribute.GRPC_STATUS_NUMBER),
            entry("flags", Attribute.RESPONSE_FLAGS),
            entry("details", Attribute.RESPONSE_CODE_DETAILS),
            entry("millis", Attribute.DURATION),
            entry("overheadMicros", Attribute.SLUICE_OVERHEAD_MICROS),
            entry("attempts", Attribute.UPSTREAM_REQUEST_ATTEMPT_COUNT),
            entry("route", Attribute.ROUTE_NAME),
            entry("virtualService", Attribute.SLUICE_VIRTUAL_SERVICE),
            entry("rule", Attribute.SLUICE_RULE),
            entry("cluster", Attribute.UPSTREAM_CLUSTER_RAW),
            entry("subset", Attribute.SLUICE_SUBSET),
            entry("endpoint", Attribute.UPSTREAM_HOST),
            entry("client", Attribute.DOWNSTREAM_REMOTE_ADDRESS),
            entry("received", Attribute.BYTES_RECEIVED),
            entry("sent", Attribute.BYTES_SENT),
            entry("requestId", new Piece.RequestHeader("x-request-id", null)),
            entry("path", new Piece.RequestHeader("x-envoy-original-path", ":path"))));

    /** Quotes inside values are escaped, so this stands nowhere else. */
    private static final String PATH = ",\"path\":\"";

    private static final String END = "\"}";

    private TapLayout() {}

    private static Entry entry(String key, Piece piece) {
        return new Entry(key, new Format(List.of(piece)));
    }

    private static Entry entry(String key, Attribute attribute) {
        return entry(key, new Piece.Of(attribute));
    }

    /** A line without what clients do not want to be seen: the query of its path, and tokens wherever they are. */
    static String redacted(String line) {
        int path = line.indexOf(PATH);
        int query = path < 0 ? -1 : line.indexOf('?', path);
        return Hidden.in(query < 0 ? line : line.substring(0, query) + "?…" + END);
    }
}
