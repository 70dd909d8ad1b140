package io.sluice.conformance.observation;

import java.util.List;
import java.util.Map;

/** What an exchange led to. */
public sealed interface Outcome {
    /**
     * Of one request, or of several in parallel.
     *
     * @param responses in the order of their requests' starts
     * @param sightings in order of arrival
     */
    record Answered(List<Response> responses, List<Sighting> sightings) implements Outcome {
        public Answered {
            responses = List.copyOf(responses);
            sightings = List.copyOf(sightings);
        }
    }

    /**
     * Of a repeated request: how often what happened.
     *
     * @param status by status, or by error where there was none
     * @param upstream requests seen, by upstream
     */
    record Counted(int requests, Map<String, Integer> status, Map<String, Integer> upstream) implements Outcome {
        public Counted {
            status = Map.copyOf(status);
            upstream = Map.copyOf(upstream);
        }
    }
}
