package io.sluice.table;

/**
 * An answer that stands in the table (VirtualService {@code directResponse}).
 *
 * @param status 200–599
 * @param body text, sent as UTF-8; empty for none
 */
public record DirectResponse(int status, String body) implements Action {
    public DirectResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("direct response status " + status);
        }
    }
}
