package io.sluice.table;

/**
 * An answer that stands in the table (VirtualService {@code directResponse}).
 *
 * @param status 200–599
 */
public record DirectResponse(int status, Body body) implements Action {
    public DirectResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("direct response status " + status);
        }
    }

    public DirectResponse(int status, String text) {
        this(status, new Body.Text(text));
    }

    /** What is sent. */
    public sealed interface Body {
        /** In UTF-8; empty for nothing. */
        record Text(String text) implements Body {}

        /** As manifests write bytes (RFC 4648 §4, padded). */
        record Base64(String encoded) implements Body {}
    }
}
