package io.sluice.router.failure;

import java.nio.charset.StandardCharsets;

/**
 * Why an exchange did not end with the model's own answer: side, status, text, and the flag and details that the access log
 * shows. Texts and statuses are Envoy's (istio.md §5.4, istio-recorded.md §10); where the wire corpus says better, its own.
 */
@SuppressWarnings("ImmutableEnumChecker") // the texts are arrays, made once and never written to
public enum Failure {
    MALFORMED_REQUEST(Side.DOWNSTREAM, 400, "Bad Request", "DPE", "http1.codec_error"),
    BAD_HOST(Side.DOWNSTREAM, 400, "", "DPE", "missing_host_header"),
    BAD_PATH(Side.DOWNSTREAM, 400, "", "DPE", "path_normalization_failed"),
    METHOD_NOT_ALLOWED(Side.DOWNSTREAM, 405, "", "DPE", "method_not_allowed"),
    REQUEST_TIMEOUT(Side.DOWNSTREAM, 408, "request timeout", "DPE", "request_header_timeout"),
    REQUEST_IDLE(Side.DOWNSTREAM, 408, "stream timeout", "SI", "stream_idle_timeout"),
    URI_TOO_LONG(Side.DOWNSTREAM, 414, "URI Too Long", "DPE", "http1.uri_too_long"),
    EXPECTATION_FAILED(Side.DOWNSTREAM, 417, "Expectation Failed", "DPE", "http1.expectation_failed"),
    UPGRADE_REQUIRED(Side.DOWNSTREAM, 426, "Upgrade Required", "DPE", "low_version"),
    HEADERS_TOO_LARGE(Side.DOWNSTREAM, 431, "Request Header Fields Too Large", "DPE", "http1.headers_too_large"),
    UNKNOWN_TRANSFER_CODING(Side.DOWNSTREAM, 501, "Not Implemented", "DPE", "http1.invalid_transfer_encoding"),
    VERSION_NOT_SUPPORTED(Side.DOWNSTREAM, 505, "HTTP Version Not Supported", "DPE", "http1.version"),
    UPGRADE_REFUSED(Side.DOWNSTREAM, 403, "", "", "upgrade_failed"),
    HTTPS_ON_PLAINTEXT(Side.DOWNSTREAM, 403, "Forbidden", "DPE", "http1.https_url_on_plaintext_connection"),
    /** The body of a gRPC-Web client is not the base64 that it announced. */
    WEB_TEXT_MALFORMED(
            Side.DOWNSTREAM, 400, "Bad gRPC-web request, invalid base64 data.", "", "grpc_base_64_decode_failed"),
    WEB_TEXT_CUT_SHORT(
            Side.DOWNSTREAM,
            400,
            "Bad gRPC-web request, invalid base64 data.",
            "",
            "grpc_base_64_decode_failed_bad_size"),
    /** The client closed or reset its connection; nobody is left to be told. */
    CLIENT_GONE(Side.DOWNSTREAM, 0, "", "DC", "downstream_remote_disconnect"),

    NO_ROUTE(Side.ROUTER, 404, "", "NR", "route_not_found"),
    NO_CLUSTER(Side.ROUTER, 503, "", "NC", "cluster_not_found"),
    NO_HEALTHY_UPSTREAM(Side.ROUTER, 503, "no healthy upstream", "UH", "no_healthy_upstream"),
    /** The endpoint answered a wish for a WebSocket with another success: its answer is not passed on. */
    UPGRADE_IGNORED(Side.ROUTER, 200, "", "", "websocket_handshake_unsuccessful"),
    /** More requests are under way than the router is allowed: nothing was sent. */
    OVERLOADED(Side.ROUTER, 503, "overloaded", "OM", "overload"),
    /** The router ends and the drain time is over. */
    SHUTTING_DOWN(Side.ROUTER, 503, "", "", "shutting_down"),

    CONNECT_REFUSED(Side.UPSTREAM, 503, "remote connection failure", "UF", "remote_connection_failure"),
    /** The endpoint and the router do not agree on TLS: its certificate is not believed, or ours is not. */
    TLS_REFUSED(
            Side.UPSTREAM,
            503,
            "remote connection failure, transport failure reason: TLS error",
            "UF",
            "remote_connection_failure|TLS_error"),
    /** TLS is asked for, and what it takes is not there: nothing is said, least of all in plaintext. */
    TLS_UNAVAILABLE(
            Side.UPSTREAM,
            503,
            "remote connection failure, transport failure reason: TLS error: Secret is not supplied by SDS",
            "UF",
            "remote_connection_failure|TLS_error:_Secret_is_not_supplied_by_SDS"),
    CONNECT_TIMEOUT(Side.UPSTREAM, 503, "connection timeout", "UF", "connection_timeout"),
    /** The cluster's limits are reached: nothing was sent. */
    OVERFLOW(Side.UPSTREAM, 503, "overflow", "UO", "overflow"),
    UPSTREAM_CLOSED(Side.UPSTREAM, 503, "connection termination", "UC", "connection_termination"),
    /** A pooled connection was dead before a byte of the request was taken: its endpoint has not seen it. */
    UPSTREAM_STALE(Side.UPSTREAM, 503, "connection termination", "UC", "connection_termination"),
    UPSTREAM_RESET(Side.UPSTREAM, 503, "remote reset", "UR", "remote_reset"),
    /** An HTTP/2 endpoint has not looked at the request (RFC 9113 §8.7). */
    UPSTREAM_REFUSED_STREAM(Side.UPSTREAM, 503, "remote refused stream reset", "UR", "remote_refused_stream_reset"),
    UPSTREAM_MALFORMED(Side.UPSTREAM, 502, "protocol error", "UPE", "protocol_error"),
    RESPONSE_TIMEOUT(Side.UPSTREAM, 504, "upstream request timeout", "UT", "response_timeout"),
    PER_TRY_TIMEOUT(Side.UPSTREAM, 504, "upstream request timeout", "UT", "upstream_per_try_timeout"),
    RESPONSE_IDLE(Side.UPSTREAM, 504, "upstream request timeout", "UT", "response_idle_timeout");

    /** Where the fault lies. */
    public enum Side {
        DOWNSTREAM,
        ROUTER,
        UPSTREAM
    }

    private final Side side;
    private final int status;
    private final String flag;
    private final String details;
    private final byte[] body;
    private final byte[] retriedBody;

    Failure(Side side, int status, String text, String flag, String details) {
        this.side = side;
        this.status = status;
        this.flag = flag;
        boolean reset = side == Side.UPSTREAM && status != 504;
        this.details = reset ? "upstream_reset_before_response_started{" + details + "}" : details;
        this.body = ascii(
                reset ? "upstream connect error or disconnect/reset before headers. reset reason: " + text : text);
        this.retriedBody = reset
                ? ascii("upstream connect error or disconnect/reset before headers. retried and the latest reset"
                        + " reason: "
                        + text)
                : body;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public Side side() {
        return side;
    }

    /** Of the local reply; 0 = there is nobody to reply to. */
    public int status() {
        return status;
    }

    /** Whether what else the client has sent is not to be trusted: then the local reply is its connection's last word. */
    public boolean endsConnection() {
        return status == 400;
    }

    /** Envoy's response flag; empty for none. */
    public String flag() {
        return flag;
    }

    public String details() {
        return details;
    }

    /** The same where the answer had begun, and is cut. */
    public String detailsOnceBegun() {
        return details.replace("_before_response_", "_after_response_");
    }

    /** Text of the local reply. Shared: never written to. */
    public byte[] body(boolean retried) {
        return retried ? retriedBody : body;
    }
}
