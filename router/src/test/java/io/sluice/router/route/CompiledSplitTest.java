package io.sluice.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.failure.Failure;
import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.loop.LoopRandom;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.SeriesKey;
import io.sluice.table.Destination;
import io.sluice.table.Split;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Weight / total, independently for each request; zero is never drawn. */
class CompiledSplitTest {
    private static final int DRAWS = 20_000;
    private static final Meters METERS = new Meters(1);

    @Property(tries = 40)
    void sharesAreWeightByTotal(
            @ForAll @Size(min = 1, max = 5) List<@IntRange(max = 200) Integer> weights, @ForAll long seed) {
        int total = weights.stream().mapToInt(Integer::intValue).sum();
        if (weights.size() > 1 && total == 0) {
            return;
        }
        List<CompiledDestination> resolved = new ArrayList<>();
        List<Destination> declared = new ArrayList<>();
        weights.forEach(weight -> declared.add(new Destination("c" + declared.size(), weight)));
        CompiledSplit split = new CompiledSplit(new Split(declared), destination -> {
            CompiledDestination compiled = new CompiledDestination(
                    null,
                    Failure.NO_CLUSTER,
                    CompiledHeaders.NONE,
                    METERS.exchanges(new SeriesKey("", "", destination.cluster())));
            resolved.add(compiled);
            return compiled;
        });
        int[] drawn = new int[weights.size()];
        LoopRandom random = new LoopRandom(seed);
        for (int i = 0; i < DRAWS; i++) {
            drawn[resolved.indexOf(split.draw(random))]++;
        }
        for (int i = 0; i < drawn.length; i++) {
            double share = weights.size() == 1 ? 1 : weights.get(i) / (double) total;
            double sigma = Math.sqrt(DRAWS * share * (1 - share));
            assertThat((double) drawn[i]).isBetween(DRAWS * share - 6 * sigma, DRAWS * share + 6 * sigma);
        }
    }
}
