package io.sluice.watcher.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteChangeTest {
    /** {@code a75 b25!}: a has 75 %, b 25 % and no ready endpoint. */
    @ParameterizedTest(name = "{0} → {1} waits for {2}")
    @CsvSource({
        "a100, a75 b25, ",
        "a100, a75 b25!, b",
        "a75 b25!, a100 b0!, ",
        "a75 b25!, a100, ",
        "a75 b25!, a90 b10!, ",
        "a75 b25!, a70 b30!, b",
        "a75 b25!, a75 b25!, b",
        "a100!, a100!, a",
        "a100!, b100!, b",
        "a40 b30! c30!, a70 c30!, ",
        "a40 b30! c30!, a50 b10! c40!, c",
        "a40 b30! c30, a40 b10! c50, ",
        "a0! b100, a0! b100, ",
    })
    void aRouteSetTakesForceWhenNobodyIsSentToAPredictorThatIsNotThere(
            String before, String after, String destination) {
        assertThat(RouteChange.waitsFor(shares(before), shares(after))).isEqualTo(Optional.ofNullable(destination));
    }

    private static List<Share> shares(String text) {
        List<Share> shares = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            boolean ready = !word.endsWith("!");
            double percent = Double.parseDouble(word.substring(1).replace("!", ""));
            shares.add(new Share(word.substring(0, 1), percent / 100, ready));
        }
        return shares;
    }

    /** Two route sets over four destinations, whose readiness is the same in both. */
    record Change(List<Share> before, List<Share> after) {}

    @Provide
    Arbitrary<Change> changes() {
        Arbitrary<List<Integer>> weights =
                Arbitraries.integers().between(0, 3).list().ofSize(4);
        Arbitrary<List<Boolean>> readiness = Arbitraries.of(true, false).list().ofSize(4);
        return Combinators.combine(weights, weights, readiness)
                .as((before, after, ready) -> new Change(shares(before, ready), shares(after, ready)));
    }

    private static List<Share> shares(List<Integer> weights, List<Boolean> ready) {
        double total = Math.max(1, weights.stream().mapToInt(Integer::intValue).sum());
        List<Share> shares = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            shares.add(new Share("d" + i, weights.get(i) / total, ready.get(i)));
        }
        return shares;
    }

    @Property
    void noDestinationWithoutEndpointsEverGains(@ForAll("changes") Change change) {
        if (RouteChange.waitsFor(change.before(), change.after()).isPresent()) {
            return;
        }
        for (int i = 0; i < 4; i++) {
            Share after = change.after().get(i);
            assertThat(after.ready()
                            || after.fraction() <= change.before().get(i).fraction())
                    .isTrue();
        }
    }

    @Property
    void whereAllWithAShareAreReadyNothingWaits(@ForAll("changes") Change change) {
        boolean ready = change.after().stream().allMatch(share -> share.ready() || share.fraction() == 0);
        if (ready) {
            assertThat(RouteChange.waitsFor(change.before(), change.after())).isEmpty();
        }
    }

    @Property
    void whatIsWaitedForHasAShareAndNoEndpoint(@ForAll("changes") Change change) {
        RouteChange.waitsFor(change.before(), change.after())
                .ifPresent(name -> assertThat(change.after())
                        .anyMatch(share -> share.destination().equals(name) && !share.ready() && share.fraction() > 0));
    }
}
