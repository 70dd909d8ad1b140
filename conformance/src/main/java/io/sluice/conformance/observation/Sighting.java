package io.sluice.conformance.observation;

/**
 * What a scripted upstream saw of one request.
 *
 * @param complete false if it was cut before its end
 */
public record Sighting(
        String upstream,
        String method,
        String target,
        String protocol,
        Framing framing,
        Headers headers,
        Body body,
        Headers trailers,
        boolean complete) {
    /** For a line about it. */
    public String shortly() {
        return upstream + " " + method + " " + target;
    }
}
