package io.sluice.router.trace;

import io.sluice.router.header.HeaderFormat;
import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.policy.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What spans say of their exchanges: Envoy's words for it, some of our own, and the tags that are asked for. Immutable. */
final class SpanLayout {
    /** Of a value; what is longer ends here, as Istio's paths do. */
    private static final int MOST_BYTES = 256;

    private final List<String> keys = new ArrayList<>();
    private final List<HeaderFormat> formats = new ArrayList<>();
    private final List<@Nullable String> otherwise = new ArrayList<>();

    SpanLayout(List<Tracing.Tag> tags) {
        add("http.method", header(":method"));
        add("http.protocol", of(Attribute.PROTOCOL));
        add("http.status_code", of(Attribute.RESPONSE_CODE));
        add(
                "http.url",
                header(":scheme"),
                new Piece.Literal("://"),
                header(":authority"),
                new Piece.RequestHeader("x-envoy-original-path", ":path"));
        add("user_agent", header("user-agent"));
        add("guid:x-request-id", header("x-request-id"));
        add("grpc.status_code", of(Attribute.GRPC_STATUS_NUMBER));
        add("request_size", of(Attribute.BYTES_RECEIVED));
        add("response_size", of(Attribute.BYTES_SENT));
        add("response_flags", of(Attribute.RESPONSE_FLAGS));
        add("peer.address", of(Attribute.DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT));
        add("upstream_address", of(Attribute.UPSTREAM_HOST));
        add("upstream_cluster", of(Attribute.UPSTREAM_CLUSTER_RAW));
        add("sluice.attempts", of(Attribute.UPSTREAM_REQUEST_ATTEMPT_COUNT));
        add("sluice.overhead_us", of(Attribute.SLUICE_OVERHEAD_MICROS));
        add("sluice.route", of(Attribute.ROUTE_NAME));
        add("sluice.virtual_service", of(Attribute.SLUICE_VIRTUAL_SERVICE));
        add("sluice.rule", of(Attribute.SLUICE_RULE));
        tags.forEach(tag -> {
            add(tag.name(), tag.value().pieces().toArray(Piece[]::new));
            otherwise.set(otherwise.size() - 1, tag.otherwise());
        });
    }

    private static Piece header(String name) {
        return new Piece.RequestHeader(name, null);
    }

    private static Piece of(Attribute attribute) {
        return new Piece.Of(attribute);
    }

    private void add(String key, Piece... pieces) {
        keys.add(key);
        formats.add(new HeaderFormat(new Format(List.of(pieces))));
        otherwise.add(null);
    }

    List<String> keys() {
        return keys;
    }

    /** @param value overwritten */
    List<@Nullable String> values(StreamInfo exchange, HeaderBlock value) {
        List<@Nullable String> values = new ArrayList<>(formats.size());
        for (int i = 0; i < formats.size(); i++) {
            value.clear();
            formats.get(i).append(value, Integer.MAX_VALUE, exchange);
            int length = Math.min(value.length(), MOST_BYTES);
            // Latin-1: what a client sends need not be UTF-8.
            values.add(
                    length == 0 ? otherwise.get(i) : new String(value.bytes(), 0, length, StandardCharsets.ISO_8859_1));
        }
        return values;
    }

    /** Where it went; empty = nowhere. */
    static String cluster(StreamInfo exchange, HeaderBlock value) {
        value.clear();
        exchange.append(Attribute.UPSTREAM_CLUSTER_RAW, value);
        return new String(value.bytes(), 0, value.length(), StandardCharsets.ISO_8859_1);
    }
}
