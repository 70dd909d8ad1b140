package io.sluice.watcher.admission.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.table.policy.AccessLog.Entry;
import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.AccessLog.Value;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Piece;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.settings.AccessLogSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code accessLogFile}, {@code accessLogFormat} and {@code accessLogEncoding} of MeshConfig, and its providers of that kind (ecosystem
 * §3).
 */
public final class AccessLogReader {
    /** Istio's, since 1.9. */
    private static final String TEXT = "[%START_TIME%] \"%REQ(:METHOD)% %REQ(X-ENVOY-ORIGINAL-PATH?:PATH)% %PROTOCOL%\""
            + " %RESPONSE_CODE% %RESPONSE_FLAGS% %RESPONSE_CODE_DETAILS% %CONNECTION_TERMINATION_DETAILS%"
            + " \"%UPSTREAM_TRANSPORT_FAILURE_REASON%\" %BYTES_RECEIVED% %BYTES_SENT% %DURATION%"
            + " %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)% \"%REQ(X-FORWARDED-FOR)%\" \"%REQ(USER-AGENT)%\""
            + " \"%REQ(X-REQUEST-ID)%\" \"%REQ(:AUTHORITY)%\" \"%UPSTREAM_HOST%\" %UPSTREAM_CLUSTER_RAW%"
            + " %UPSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_LOCAL_ADDRESS% %DOWNSTREAM_REMOTE_ADDRESS%"
            + " %REQUESTED_SERVER_NAME% %ROUTE_NAME%";

    /** Istio's keys, then those of this router alone. */
    private static final List<Map.Entry<String, String>> JSON = List.of(
            Map.entry("start_time", "%START_TIME%"),
            Map.entry("route_name", "%ROUTE_NAME%"),
            Map.entry("method", "%REQ(:METHOD)%"),
            Map.entry("path", "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%"),
            Map.entry("protocol", "%PROTOCOL%"),
            Map.entry("response_code", "%RESPONSE_CODE%"),
            Map.entry("response_flags", "%RESPONSE_FLAGS%"),
            Map.entry("response_code_details", "%RESPONSE_CODE_DETAILS%"),
            Map.entry("connection_termination_details", "%CONNECTION_TERMINATION_DETAILS%"),
            Map.entry("bytes_received", "%BYTES_RECEIVED%"),
            Map.entry("bytes_sent", "%BYTES_SENT%"),
            Map.entry("duration", "%DURATION%"),
            Map.entry("upstream_service_time", "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%"),
            Map.entry("x_forwarded_for", "%REQ(X-FORWARDED-FOR)%"),
            Map.entry("user_agent", "%REQ(USER-AGENT)%"),
            Map.entry("request_id", "%REQ(X-REQUEST-ID)%"),
            Map.entry("authority", "%REQ(:AUTHORITY)%"),
            Map.entry("upstream_host", "%UPSTREAM_HOST%"),
            Map.entry("upstream_cluster", "%UPSTREAM_CLUSTER_RAW%"),
            Map.entry("upstream_local_address", "%UPSTREAM_LOCAL_ADDRESS%"),
            Map.entry("downstream_local_address", "%DOWNSTREAM_LOCAL_ADDRESS%"),
            Map.entry("downstream_remote_address", "%DOWNSTREAM_REMOTE_ADDRESS%"),
            Map.entry("requested_server_name", "%REQUESTED_SERVER_NAME%"),
            Map.entry("upstream_transport_failure_reason", "%UPSTREAM_TRANSPORT_FAILURE_REASON%"),
            Map.entry("virtual_service", "%SLUICE_VIRTUAL_SERVICE%"),
            Map.entry("rule", "%SLUICE_RULE%"),
            Map.entry("destination_service", "%SLUICE_DESTINATION_SERVICE%"),
            Map.entry("subset", "%SLUICE_SUBSET%"),
            Map.entry("attempt_count", "%UPSTREAM_REQUEST_ATTEMPT_COUNT%"),
            Map.entry("overhead_us", "%SLUICE_OVERHEAD_MICROS%"),
            Map.entry("grpc_status", "%GRPC_STATUS_NUMBER%"));

    /** Where nothing is said. */
    public static final AccessLogSettings DEFAULT = new AccessLogSettings("", usual("TEXT"));

    private static final int DEEPEST = 16;

    private AccessLogReader() {}

    private static Layout usual(String encoding) {
        Reader nobody = Reader.of(JsonNodeFactory.instance.objectNode(), "", "", problem -> {});
        if (encoding.equals("TEXT")) {
            return new Layout.Text(discreet(FormatReader.readLog(nobody, "", TEXT)));
        }
        return new Layout.Json(JSON.stream()
                .map(entry -> new Entry(entry.getKey(), discreet(FormatReader.readLog(nobody, "", entry.getValue()))))
                .toList());
    }

    /** What nobody wrote shows no secret of a path; a format that somebody did shows what it asks for (ADR 33). */
    private static Format discreet(Format format) {
        return new Format(format.pieces().stream()
                .map(piece -> piece instanceof Piece.RequestHeader header && ":path".equals(header.otherwise())
                        ? new Piece.Discreet(piece)
                        : piece)
                .toList());
    }

    /** @throws Refusal for an encoding or a format that Envoy would not take */
    public static AccessLogSettings read(Reader mesh) {
        String encoding = mesh.text("accessLogEncoding", "TEXT");
        if (!encoding.equals("TEXT") && !encoding.equals("JSON")) {
            throw mesh.invalid("accessLogEncoding", "\"" + encoding + "\" is none of TEXT, JSON");
        }
        String format = mesh.text("accessLogFormat", "");
        Layout layout = format.isEmpty()
                ? usual(encoding)
                : encoding.equals("TEXT") ? text(mesh, "accessLogFormat", format) : json(mesh, format);
        return new AccessLogSettings(mesh.text("accessLogFile", ""), layout);
    }

    /**
     * {@code envoyFileAccessLog} of a provider.
     *
     * @param unless what it looks like where it does not say; null = as Istio's own
     */
    public static AccessLogSettings provider(Reader provider, @Nullable Layout unless) {
        String path = provider.text("path", "");
        Layout layout = provider.object("logFormat", AccessLogReader::format);
        provider.unsupported("omitEmptyValues", "what is missing shows as - or null");
        return new AccessLogSettings(
                path.isEmpty() ? "/dev/stdout" : path,
                layout != null ? layout : unless != null ? unless : usual("TEXT"));
    }

    private static Layout format(Reader format) {
        JsonNode labels = format.tree("labels");
        if (labels != null) {
            return json(format, "labels", labels);
        }
        return text(format, "text", format.requiredText("text"));
    }

    /** With or without the end of the line. */
    private static Layout text(Reader reader, String field, String format) {
        String line = format.endsWith("\n") ? format.substring(0, format.length() - 1) : format;
        return new Layout.Text(FormatReader.readLog(reader, field, line));
    }

    private static Layout json(Reader mesh, String format) {
        try {
            return json(mesh, "accessLogFormat", new ObjectMapper().readTree(format));
        } catch (JsonProcessingException malformed) {
            throw mesh.invalid("accessLogFormat", "is no JSON, as accessLogEncoding says it is");
        }
    }

    private static Layout json(Reader reader, String field, JsonNode tree) {
        if (!tree.isObject()) {
            throw reader.invalid(field, "must be a JSON object of keys and formats");
        }
        return new Layout.Json(entries(reader, field, tree, 1));
    }

    private static List<Entry> entries(Reader reader, String field, JsonNode object, int depth) {
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            entries.add(new Entry(entry.getKey(), value(reader, field, entry.getValue(), depth)));
        }
        return entries;
    }

    private static Value value(Reader reader, String field, JsonNode value, int depth) {
        if (depth > DEEPEST) {
            throw reader.invalid(field, "has objects and lists more than " + DEEPEST + " deep");
        }
        if (value.isObject()) {
            return new Value.Nested(entries(reader, field, value, depth + 1));
        }
        if (value.isArray()) {
            List<Value> values = new ArrayList<>();
            value.forEach(one -> values.add(value(reader, field, one, depth + 1)));
            return new Value.Listed(values);
        }
        return new Value.Of(FormatReader.readLog(reader, field, value.asText()));
    }
}
