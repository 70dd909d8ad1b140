package io.sluice.router.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Every bound and default time-out of the data plane, by the name that {@code --limits} uses.
 *
 * @param requestHeadTimeout a started head must be complete within it
 * @param requestBodyIdleTimeout between two pieces of a request body; null = none
 * @param responseHeadTimeout from the complete request to the response head; null = none
 * @param responseIdleTimeout between two pieces of a response body; null = none
 * @param connectTimeout where a cluster says nothing
 * @param clientIdleTimeout of a client connection between two requests
 * @param upstreamIdleTimeout of an unused upstream connection, at most
 * @param maxHeadBytes start line and fields, of requests and responses
 * @param maxHeaders field lines, of requests and responses
 * @param replayBytes kept of a request's body while a retry is possible
 * @param replayBytesPerLoop the same, all exchanges of an event loop together
 */
public record Limits(
        Duration requestHeadTimeout,
        @Nullable Duration requestBodyIdleTimeout,
        @Nullable Duration responseHeadTimeout,
        @Nullable Duration responseIdleTimeout,
        Duration tlsHandshakeTimeout,
        Duration connectTimeout,
        Duration clientIdleTimeout,
        Duration upstreamIdleTimeout,
        int maxHeadBytes,
        int maxHeaders,
        int replayBytes,
        int replayBytesPerLoop) {

    public static final Limits DEFAULT = new Limits(
            Duration.ofSeconds(10),
            null,
            null,
            null,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofSeconds(60),
            60 * 1024,
            100,
            1024 * 1024,
            64 * 1024 * 1024);
}
