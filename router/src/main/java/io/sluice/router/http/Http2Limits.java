package io.sluice.router.http;

import java.time.Duration;

/**
 * Bounds of HTTP/2 connections, by the name that {@code --limits} uses beneath {@code http2.} (reliability.md §3.3). They hold
 * towards clients; those of one connection's own traffic (frames that cost us and carry nothing) hold towards endpoints too.
 *
 * @param maxConcurrentStreams requests that a client may have under way on a connection; more are refused, to be tried again
 * @param streamWindowBytes that a peer may send on a stream before we say more
 * @param maxStreamWindowBytes to which the window of a stream grows that makes use of it
 * @param connectionWindowBytes the same for all streams of a connection together
 * @param maxHeldBytes of a connection's streams whose other side is too slow; above it the whole connection waits
 * @param maxContinuations CONTINUATION frames of a header block
 * @param maxEmptyFrames frames in a row that carry nothing and end nothing
 * @param maxPriorityFrames PRIORITY frames a stream
 * @param maxWindowUpdates WINDOW_UPDATE frames for each DATA frame that we send
 * @param maxResets streams reset within {@code resetWindow}, by either side, if these are more than half of those opened in it
 * @param maxMalformedRequests on a connection
 * @param maxQueuedControlFrames answers to control frames that the peer does not take from us
 * @param minPingInterval between PINGs while no answers are sent; three in a row that are faster end the connection
 * @param maxSettingsPerSecond SETTINGS frames
 * @param settingsAckTimeout for the answer to ours
 * @param maxUnknownFramesPerSecond frames of types that we do not know, and are to ignore
 * @param writeStallTimeout without progress while something waits to be sent to the peer
 * @param maxConnectionAge after which a connection is ended in peace, with up to a tenth more, by chance
 * @param maxStreamsPerConnection the same, by count
 * @param encoderTableBytes whatever the peer allows
 */
public record Http2Limits(
        int maxConcurrentStreams,
        int streamWindowBytes,
        int maxStreamWindowBytes,
        int connectionWindowBytes,
        int maxHeldBytes,
        int maxContinuations,
        int maxEmptyFrames,
        int maxPriorityFrames,
        int maxWindowUpdates,
        int maxResets,
        Duration resetWindow,
        int maxMalformedRequests,
        int maxQueuedControlFrames,
        Duration minPingInterval,
        int maxSettingsPerSecond,
        Duration settingsAckTimeout,
        int maxUnknownFramesPerSecond,
        Duration writeStallTimeout,
        Duration maxConnectionAge,
        int maxStreamsPerConnection,
        int encoderTableBytes) {

    public static final Http2Limits DEFAULT = new Http2Limits(
            100,
            64 * 1024,
            1024 * 1024,
            1024 * 1024,
            4 * 1024 * 1024,
            10,
            1,
            100,
            10,
            200,
            Duration.ofSeconds(30),
            100,
            1000,
            Duration.ofSeconds(10),
            10,
            Duration.ofSeconds(10),
            1000,
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            1_000_000,
            4096);
}
