package io.sluice.watcher.translate.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Place;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.watcher.resource.locality.Locality;
import io.sluice.watcher.resource.locality.LocalityPreference;
import io.sluice.watcher.resource.locality.LocalityPreference.Distribute;
import io.sluice.watcher.resource.locality.LocalityPreference.Failover;
import io.sluice.watcher.translate.endpoints.Localities.Located;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints as a router in {@code west/west-1}, rack r2, sees them; they are named by their places. */
class LocalitiesTest {
    private static final Localities HERE = new Localities(Locality.parse("west/west-1"), Map.of("rack", "r2"));

    private static Located at(String place, String rack, int weight) {
        Workload workload = new Workload("ns", place, Map.of("rack", rack));
        return new Located(
                new Endpoint(place, 80, Endpoint.State.READY, weight, Place.ANY, workload), Locality.parse(place));
    }

    private static final List<Located> FOUR = List.of(
            at("west/west-1", "r1", 1),
            at("west/west-2", "r2", 1),
            at("east/east-1", "r1", 1),
            at("north/north-1", "r2", 1));

    private static String priorities(List<Located> endpoints, LocalityPreference preference) {
        StringBuilder text = new StringBuilder();
        HERE.place(endpoints, preference)
                .forEach(endpoint -> text.append(endpoint.place().priority()));
        return text.toString();
    }

    /** Of west-1, west-2, east-1, north-1. */
    @ParameterizedTest
    @CsvSource({
        "'', '', 0122",
        "north, '', 0132",
        "east, '', 0123",
        "'', rack, 1010",
        "'', rack topology.kubernetes.io/region, 2021",
        "'', rack=r1 topology.kubernetes.io/region, 0212",
        "'', topology.kubernetes.io/region topology.kubernetes.io/zone, 0122",
        "north, rack, 2031",
    })
    void theNearestComeFirst(String failoverTo, String byLabels, String priorities) {
        LocalityPreference preference = new LocalityPreference(
                true,
                List.of(),
                failoverTo.isEmpty() ? List.of() : List.of(new Failover("west", failoverTo)),
                byLabels.isEmpty() ? List.of() : Arrays.asList(byLabels.split(" ", -1)));
        assertThat(priorities(FOUR, preference)).isEqualTo(priorities);
    }

    @Test
    void prioritiesAreCountedWithoutGaps() {
        assertThat(priorities(FOUR.subList(2, 4), LocalityPreference.DEFAULT)).isEqualTo("00");
        assertThat(priorities(
                        FOUR.subList(2, 4),
                        new LocalityPreference(true, List.of(), List.of(new Failover("west", "north")), List.of())))
                .isEqualTo("10");
    }

    private static List<String> shares(List<Located> endpoints, String from, Map<String, Integer> to) {
        LocalityPreference preference =
                new LocalityPreference(true, List.of(new Distribute(from, to)), List.of(), List.of());
        return HERE.place(endpoints, preference).stream()
                .map(endpoint -> endpoint.address() + " " + endpoint.place().share())
                .toList();
    }

    @Test
    void whoHasNoShareGetsNothing() {
        assertThat(shares(FOUR, "west/*", Map.of("west/west-1", 80, "east/*", 20)))
                .containsExactly("west/west-1 80", "east/east-1 20");
    }

    @Test
    void aPatternsShareIsDividedByTheWeightsOfThePlacesItCovers() {
        List<Located> uneven =
                List.of(at("west/west-1", "r1", 1), at("west/west-2", "r1", 3), at("east/east-1", "r1", 1));
        assertThat(shares(uneven, "west", Map.of("west", 80, "east/*", 20)))
                .containsExactly("west/west-1 20", "west/west-2 60", "east/east-1 20");
    }

    @Test
    void trafficFromElsewhereIsNotDistributed() {
        assertThat(shares(FOUR, "south/*", Map.of("west/*", 100)))
                .containsExactly("west/west-1 0", "west/west-2 0", "east/east-1 0", "north/north-1 0");
    }

    @ParameterizedTest
    @CsvSource({
        "west/west-1/a, *, true",
        "west/west-1/a, west, true",
        "west/west-1/a, west/*, true",
        "west/west-1/a, west/west-1, true",
        "west/west-1/a, west/west-1/*, true",
        "west/west-1/a, west/west-1/b, false",
        "west/west-1, west/west-2, false",
        "western/west-1, west/*, false",
    })
    void aPlaceLiesInAPattern(String place, String pattern, boolean lies) {
        assertThat(Locality.parse(place).in(pattern)).isEqualTo(lies);
    }
}
