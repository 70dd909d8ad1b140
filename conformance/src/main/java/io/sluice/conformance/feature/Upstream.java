package io.sluice.conformance.feature;

import io.sluice.conformance.observation.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scripted endpoint.
 *
 * @param deaf the port is open, but connection attempts get no answer
 */
public record Upstream(
        String name,
        String address,
        int port,
        Protocol protocol,
        Script script,
        boolean deaf,
        @Nullable Live live) {
    /** What it speaks; {@code AUTO} is HTTP/2 for a connection that starts with its preface. */
    public enum Protocol {
        HTTP1,
        H2C,
        AUTO
    }

    /** Answers at once with these headers, sends every piece of body back, and ends with the trailers. */
    public record Live(List<Header> headers, List<Header> trailers) {
        public Live {
            headers = List.copyOf(headers);
            trailers = List.copyOf(trailers);
        }
    }

    /**
     * One step per request.
     *
     * @param cycle starts again after the last, instead of repeating it
     */
    public record Script(List<Step> steps, boolean cycle) {
        public Script {
            steps = steps.isEmpty() ? List.of(Step.ECHO) : List.copyOf(steps);
        }

        /** @param index requests before this one */
        public Step step(int index) {
            return steps.get(cycle ? index % steps.size() : Math.min(index, steps.size() - 1));
        }
    }
}
