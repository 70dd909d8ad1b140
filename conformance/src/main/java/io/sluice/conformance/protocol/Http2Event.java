package io.sluice.conformance.protocol;

import io.sluice.conformance.observation.Headers;

/** What a connection of HTTP/2 brings, apart from what it takes care of itself. */
public sealed interface Http2Event {
    /** Headers of any kind: of a request or an answer, interim or final, or trailers. Pseudo headers come first. */
    record HeadersCame(int stream, Headers headers, boolean end) implements Http2Event {}

    record DataCame(int stream, Bytes data, boolean end) implements Http2Event {}

    /** @param error name of the code */
    record StreamWasReset(int stream, String error) implements Http2Event {}

    record WentAway(String error) implements Http2Event {}
}
