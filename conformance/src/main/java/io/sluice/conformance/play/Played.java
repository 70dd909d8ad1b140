package io.sluice.conformance.play;

import io.sluice.conformance.compare.Difference;
import io.sluice.conformance.feature.Turn.Exchange;
import io.sluice.conformance.observation.Observation;
import java.util.List;

/**
 * What came of a case.
 *
 * @param failure of the router or an upstream, not of an exchange; empty if there was none
 * @param log what the router wrote
 */
public record Played(String name, List<PlayedExchange> exchanges, String failure, String log) {
    public Played {
        exchanges = List.copyOf(exchanges);
    }

    /** @param differences empty if it went as recorded */
    public record PlayedExchange(
            Exchange exchange, Observation expected, Observation observed, List<Difference> differences) {
        public PlayedExchange {
            differences = List.copyOf(differences);
        }
    }

    public boolean passed() {
        return failure.isEmpty()
                && exchanges.stream().allMatch(played -> played.differences().isEmpty());
    }
}
