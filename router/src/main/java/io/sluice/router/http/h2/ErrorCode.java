package io.sluice.router.http.h2;

/** Why a stream or a connection ended (RFC 9113 §7). */
enum ErrorCode {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    /** On the wire. The order above is that of the RFC. */
    @SuppressWarnings("EnumOrdinal")
    int code() {
        return ordinal();
    }
}
