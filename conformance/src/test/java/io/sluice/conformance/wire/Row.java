package io.sluice.conformance.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the corpus, or one variant of a row that stands for many.
 *
 * @param backend null: every complete request is answered with an echo
 * @param timesOut the router has to give up by its own time-out
 * @param smuggledAllowed {@code /smuggled} is a legitimate request here
 * @param strayAllowed bytes that are no HTTP/1 answer are fine
 * @param http2 what is sent are frames, and so are the answers
 * @param needs what a black box does not have
 */
record Row(
        String id,
        String title,
        String strictness,
        List<Step> send,
        @Nullable List<Step> backend,
        List<Alternative> expect,
        List<Alternative> tolerate,
        boolean splits,
        boolean timesOut,
        boolean smuggledAllowed,
        boolean strayAllowed,
        boolean http2,
        List<String> needs) {

    /** The bytes to cut in two; null if there is no one string of them. */
    @Nullable
    String splittable() {
        return splits && !timesOut && send.size() == 1 && send.get(0) instanceof Step.Send one ? one.bytes() : null;
    }

    /** Whether the first request is a HEAD, whose answer has no body. */
    boolean toHead() {
        return send.stream()
                .anyMatch(step -> step instanceof Step.Send one && one.bytes().startsWith("HEAD"));
    }

    @Override
    public String toString() {
        return id + " [" + strictness + "] " + title;
    }
}
