package io.sluice.conformance.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One outcome that is right. What is not named is free.
 *
 * @param answers final answers to the client, all of them, in order
 * @param close whether the router closed the connection; null = either
 * @param noInterim no 1xx was sent
 * @param upstream what reached the backend
 * @param http2 how the connection and its streams ended; null for HTTP/1 rows
 */
record Alternative(
        List<Answer> answers,
        @Nullable Boolean close,
        boolean noInterim,
        Upstream upstream,
        @Nullable Http2 http2) {

    /**
     * @param goAway codes, {@code any} or {@code none}; empty = free
     * @param streams what became of each: statuses, {@code rst}, {@code rst7}, {@code none}
     * @param mostUpstream requests that reached the backend
     */
    record Http2(List<String> goAway, Map<Integer, List<String>> streams, int mostUpstream) {}

    /**
     * @param status patterns such as {@code 400}, {@code 4xx}; {@code -} = the answer may be missing
     * @param message null: the status alone counts, and, below 300, that the answer is complete
     */
    record Answer(List<String> status, @Nullable Expected message) {
        boolean optional() {
            return status.contains("-");
        }
    }

    /**
     * A message; absent parts are free.
     *
     * @param targets one of these
     * @param has one field line has one of these values
     */
    record Expected(
            @Nullable String method,
            List<String> targets,
            @Nullable String body,
            Map<String, List<String>> has,
            List<String> lacks,
            List<String> trailersLack,
            boolean complete) {}

    sealed interface Upstream {
        record Any() implements Upstream {}

        /** Not a byte. */
        record None() implements Upstream {}

        /** No complete request, and no connection that waits in mid request once the client is gone. */
        record Partial() implements Upstream {}

        record Exactly(List<Expected> requests) implements Upstream {}
    }
}
