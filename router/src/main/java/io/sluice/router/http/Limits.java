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
 * @param shadowTimeout from a shadow's start to the end of its answer; then it is ended
 * @param shadowBytes of a shadow's request that may wait for its endpoint, and of its answer that are read; then it is ended
 * @param shadowBytesPerLoop what may wait, all shadows of an event loop together
 * @param maxShadowsPerLoop under way at a time; beyond it no copy is sent
 * @param maxExchangesPerLoop under way at a time; who comes then is answered 503 at once
 * @param maxConnectionsPerLoop of clients; beyond it one that is idle is closed for the next, or the next is closed
 * @param http2 those of HTTP/2, named {@code http2.NAME}
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
        int replayBytesPerLoop,
        Duration shadowTimeout,
        int shadowBytes,
        int shadowBytesPerLoop,
        int maxShadowsPerLoop,
        int maxExchangesPerLoop,
        int maxConnectionsPerLoop,
        Http2Limits http2) {

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
            64 * 1024 * 1024,
            Duration.ofMinutes(5),
            4 * 1024 * 1024,
            64 * 1024 * 1024,
            1024,
            16 * 1024,
            16 * 1024,
            Http2Limits.DEFAULT);
}
