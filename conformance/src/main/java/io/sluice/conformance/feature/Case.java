package io.sluice.conformance.feature;

import io.sluice.conformance.observation.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One directory.
 *
 * @param name {@code area/case}
 * @param turns what happens, in order
 * @param expected by the exchange's name
 */
public record Case(
        String name,
        Path directory,
        String title,
        Settings settings,
        List<Upstream> upstreams,
        List<Turn> turns,
        Map<String, Observation> expected) {
    public Case {
        upstreams = List.copyOf(upstreams);
        turns = List.copyOf(turns);
        expected = Map.copyOf(expected);
    }

    public Path manifests() {
        return directory.resolve("manifests.yaml");
    }
}
