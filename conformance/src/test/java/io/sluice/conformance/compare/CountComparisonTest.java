package io.sluice.conformance.compare;

import static io.sluice.conformance.compare.Observations.counted;
import static io.sluice.conformance.compare.Observations.exchange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.conformance.feature.Ideal;
import io.sluice.conformance.feature.Rules;
import io.sluice.conformance.observation.Observation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts of repeated exchanges: each rule lets pass what it should, and finds what it must. */
class CountComparisonTest {
    private static final Ideal NONE = new Ideal(Map.of(), Map.of());
    private static final Ideal SPLIT = new Ideal(Map.of("200", 1.0), Map.of("a", 0.75, "b", 0.25));
    private static final Observation RECORDED = ab(75, 25);

    private static Observation ab(int a, int b) {
        return counted(a + b, Map.of("200", a + b), Map.of("a", a, "b", b));
    }

    private static Stream<Arguments> counts() {
        Observation onlyA = counted(100, Map.of("200", 100), Map.of("a", 100));
        Observation oneFailed = counted(100, Map.of("200", 99, "503", 1), Map.of("a", 75, "b", 24));
        return Stream.of(
                // 5 sigma: of the ideal 100 × 0.0433 × 5 = 21.7, of the recorded √2 times that.
                arguments(Rules.Counts.SHARES, SPLIT, RECORDED, ab(96, 4), List.of()),
                arguments(
                        Rules.Counts.SHARES,
                        SPLIT,
                        RECORDED,
                        ab(97, 3),
                        List.of("upstream share of a", "upstream share of b")),
                arguments(Rules.Counts.SHARES, NONE, RECORDED, ab(45, 55), List.of()),
                arguments(
                        Rules.Counts.SHARES,
                        NONE,
                        RECORDED,
                        ab(44, 56),
                        List.of("upstream share of a", "upstream share of b")),
                arguments(
                        Rules.Counts.SHARES,
                        NONE,
                        RECORDED,
                        oneFailed,
                        List.of("status share of 200", "status share of 503")),
                arguments(
                        Rules.Counts.SHARES,
                        NONE,
                        onlyA,
                        ab(99, 1),
                        List.of("upstream share of a", "upstream share of b")),
                arguments(
                        Rules.Counts.SHARES,
                        SPLIT,
                        RECORDED,
                        counted(100, Map.of("200", 100), Map.of("a", 74, "b", 25, "c", 1)),
                        List.of("upstream share of c")),
                arguments(Rules.Counts.EXACT, NONE, RECORDED, RECORDED, List.of()),
                arguments(Rules.Counts.EXACT, NONE, RECORDED, ab(74, 26), List.of("counts")),
                arguments(
                        Rules.Counts.SINGLE_UPSTREAM,
                        NONE,
                        onlyA,
                        counted(100, Map.of("200", 100), Map.of("b", 100)),
                        List.of()),
                arguments(Rules.Counts.SINGLE_UPSTREAM, NONE, onlyA, RECORDED, List.of("upstreams")),
                arguments(
                        Rules.Counts.SINGLE_UPSTREAM,
                        NONE,
                        onlyA,
                        counted(100, Map.of("503", 100), Map.of("a", 100)),
                        List.of("status counts")),
                arguments(Rules.Counts.SEVERAL_UPSTREAMS, NONE, RECORDED, ab(1, 99), List.of()),
                arguments(Rules.Counts.SEVERAL_UPSTREAMS, NONE, RECORDED, onlyA, List.of("upstreams")),
                arguments(Rules.Counts.IGNORE, NONE, RECORDED, onlyA, List.of()));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void countsAreHeldToTheirRule(
            Rules.Counts rule, Ideal ideal, Observation recorded, Observation observed, List<String> differing) {
        Rules rules = new Rules(
                Set.of(),
                Set.of(),
                Set.of(),
                Rules.Bodies.EXACT,
                false,
                Rules.Sightings.PER_UPSTREAM,
                rule,
                0,
                1000,
                false);
        assertThat(Comparison.differences(exchange(rules, ideal), recorded, observed))
                .extracting(Difference::what)
                .containsExactlyElementsOf(differing);
    }

    @ParameterizedTest
    @MethodSource("counts")
    void countsAreNoAnswers(Rules.Counts rule, Ideal ideal, Observation recorded) {
        assertThat(Comparison.differences(
                        exchange(Observations.STRICT, ideal), recorded, Observations.answered(Observations.OK)))
                .extracting(Difference::what)
                .containsExactly("outcome");
    }
}
