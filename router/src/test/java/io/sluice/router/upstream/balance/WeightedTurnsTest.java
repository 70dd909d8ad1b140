package io.sluice.router.upstream.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.LoadBalancing.Warmup;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights come out exactly, and new endpoints slowly. */
class WeightedTurnsTest {
    private static double[] doubles(List<Integer> weights) {
        return weights.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    @Property(tries = 100)
    void overACycleEachIsPickedAsOftenAsItWeighs(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 20) Integer> weights) {
        Balancer turns = Balancer.of(new LoadBalancing.RoundRobin(null), Crowd.of(weights.size()), doubles(weights), 1);
        int cycle = weights.stream().mapToInt(Integer::intValue).sum();
        for (int round = 0; round < 3; round++) {
            int[] counts = Crowd.counts(turns, weights.size(), cycle);
            if (weights.stream().distinct().count() > 1) {
                assertThat(counts)
                        .containsExactly(
                                weights.stream().mapToInt(Integer::intValue).toArray());
            } else {
                assertThat(counts).containsOnly(weights.get(0));
            }
        }
    }

    @Test
    void randomChoiceIgnoresWeights() {
        Balancer random = Balancer.of(new LoadBalancing.Random(), Crowd.of(2), new double[] {1, 99}, 1);
        assertThat(Crowd.counts(random, 2, 10_000)[0]).isBetween(4_500, 5_500);
    }

    @Test
    void theBusyAreSparedWhereWeightsDiffer() {
        Candidate[] candidates = {new Crowd.One("a", 9, 0), new Crowd.One("b", 0, 0)};
        Balancer least = Balancer.of(LoadBalancing.LeastRequest.DEFAULT, candidates, new double[] {2, 1}, 1);
        int[] counts = Crowd.counts(least, 2, 600);
        // 2 / (9 + 1) against 1 / (0 + 1).
        assertThat(counts[0]).isCloseTo(100, within(2));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, 1, 0.10",
        "10, 10, 1, 0.10",
        "50, 10, 1, 0.50",
        "99, 10, 1, 0.99",
        "100, 10, 1, 1.00",
        "500, 10, 1, 1.00",
        "25, 10, 2, 0.50",
        "50, 80, 1, 0.80",
    })
    void aNewEndpointsShareGrows(long ageSeconds, double minimumPercent, double aggression, double share) {
        Warmup warmup = new Warmup(Duration.ofSeconds(100), minimumPercent, aggression);
        assertThat(CurrentWeights.share(warmup, Duration.ofSeconds(ageSeconds).toNanos()))
                .isCloseTo(share, within(0.001));
    }

    @Test
    void whileOneWarmsUpItIsPickedLessAndAfterwardsAlike() {
        long now = System.nanoTime();
        Warmup warmup = new Warmup(Duration.ofHours(10), 10, 1);
        Candidate old = new Crowd.One("a", 0, now - Duration.ofHours(20).toNanos());
        Balancer warming = Balancer.of(
                new LoadBalancing.RoundRobin(warmup),
                new Candidate[] {old, new Crowd.One("b", 0, now)},
                Crowd.equal(2),
                1);
        assertThat(Crowd.counts(warming, 2, 1100)[1]).isCloseTo(100, within(5));
        Balancer warm =
                Balancer.of(new LoadBalancing.RoundRobin(warmup), new Candidate[] {old, old}, Crowd.equal(2), 1);
        assertThat(Crowd.counts(warm, 2, 1000)).containsExactly(500, 500);
    }

    @Test
    void sharesDivideExactly() {
        Shares shares = new Shares(new double[] {70, 20, 10}, 1);
        int[] counts = new int[3];
        for (int i = 0; i < 200; i++) {
            counts[shares.next(Crowd.LOOP)]++;
        }
        assertThat(counts).containsExactly(140, 40, 20);
    }
}
