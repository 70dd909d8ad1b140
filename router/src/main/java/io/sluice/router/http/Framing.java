package io.sluice.router.http;

/** How the end of a body is told (RFC 9112 §6.3). */
public enum Framing {
    /** There is no body. */
    NONE,
    /** {@code content-length} bytes. */
    LENGTH,
    /** Chunks. */
    CHUNKED,
    /** A response that ends with its connection. */
    UNTIL_CLOSE,
    /** Not a body: after an upgrade, bytes both ways until one side closes. */
    TUNNEL
}
