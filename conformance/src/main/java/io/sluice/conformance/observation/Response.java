package io.sluice.conformance.observation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client saw.
 *
 * @param status null if no answer came
 * @param error how it went wrong: {@code refused}, {@code closed}, {@code reset}, {@code timeout}, {@code h2 reset NAME}
 * @param interim statuses before the final one
 * @param complete whether the end was seen
 */
public record Response(
        @Nullable Integer status,
        @Nullable String error,
        List<Integer> interim,
        Framing framing,
        boolean complete,
        Headers headers,
        Body body,
        Headers trailers) {
    public Response {
        interim = List.copyOf(interim);
    }

    /** What counts of it: the status, or, without one, the error. */
    public String outcome() {
        return status != null ? status.toString() : String.valueOf(error);
    }
}
