package io.sluice.conformance.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a row showed on both sides of the router.
 *
 * @param answers final ones
 * @param interim statuses of the others
 * @param stray bytes to the client that are no answer
 * @param closed the router closed the client's connection
 * @param upstream requests that reached the backend, in order
 * @param upstreamBytes of them, complete or not
 * @param hanging an upstream connection waits in mid request
 * @param http2 what an HTTP/2 client was told; null for HTTP/1 rows
 * @param broken invariants that did not hold
 */
record Observation(
        List<Message> answers,
        List<Integer> interim,
        String stray,
        boolean closed,
        List<Message> upstream,
        int upstreamBytes,
        boolean hanging,
        @Nullable Http2Seen http2,
        List<String> broken) {

    /**
     * What must not change when the same bytes arrive in other pieces: the requests that a backend could act on. How much of one
     * had left before it turned out to be malformed depends on when the rest came.
     */
    String forwarded() {
        return upstream.stream()
                .filter(Message::complete)
                .map(one -> one.startLine() + ' ' + one.body())
                .toList()
                .toString();
    }

    @Override
    public String toString() {
        return (http2 == null ? "" : http2 + ", ") + "answers "
                + answers.stream().map(Message::startLine).toList() + (interim.isEmpty() ? "" : " " + interim)
                + (closed ? " closed" : " open") + ", upstream " + forwarded() + " " + upstreamBytes + " bytes";
    }
}
