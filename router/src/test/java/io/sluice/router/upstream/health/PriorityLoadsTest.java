package io.sluice.router.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Envoy's own examples (its pages on priority levels and panic), and what holds always. */
class PriorityLoadsTest {
    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "100 100, 100 100, 0, 100 0",
        "72 100, 100 100, 0, 100 0",
        "71 100, 100 100, 0, 99 1",
        "50 100, 100 100, 0, 70 30",
        "25 100, 100 100, 0, 35 65",
        "0 100, 100 100, 0, 0 100",
        "25 25, 100 100, 0, 50 50",
        "20 20 10, 100 100 100, 0, 40 40 20",
        "0 0, 100 100, 0, 100 0",
        "2 3, 3 3, 0, 93 7",
        "0 0, 1 3, 50, 25 75",
        "1 0, 3 3, 50, 50 50",
        "0 1, 4 1, 50, 0 100",
    })
    void loadsAreThoseOfEnvoy(String sound, String all, int panicPercent, String percent) {
        assertThat(PriorityLoads.of(numbers(sound), numbers(all), panicPercent).percent())
                .containsExactly(numbers(percent));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 4, 50, true",
        "2, 4, 50, false",
        "3, 4, 90, false",
        "0, 4, 0, false",
        "0, 4, 1, true",
        "0 4, 4 4, 50, false",
    })
    void panicIsOnlyWhereTheOthersCannotTakeAll(String sound, String all, int panicPercent, boolean panic) {
        assertThat(PriorityLoads.of(numbers(sound), numbers(all), panicPercent).panic()[0])
                .isEqualTo(panic);
    }

    @Property
    void allRequestsGoSomewhereAndNoneWhereNobodyIs(
            @ForAll @Size(min = 1, max = 5) int[] seeds, @ForAll @IntRange(max = 100) int panicPercent) {
        int[] all =
                Arrays.stream(seeds).map(seed -> 1 + Math.floorMod(seed, 20)).toArray();
        int[] sound = new int[all.length];
        for (int i = 0; i < all.length; i++) {
            sound[i] = Math.floorMod(seeds[i] / 20, all[i] + 1);
        }
        PriorityLoads loads = PriorityLoads.of(sound, all, panicPercent);
        assertThat(Arrays.stream(loads.percent()).sum()).isEqualTo(100);
        int[] drawn = new int[all.length];
        for (int draw = 0; draw < 100; draw++) {
            drawn[loads.at(draw)]++;
        }
        assertThat(drawn).containsExactly(loads.percent());
        boolean anybody = Arrays.stream(sound).sum() > 0;
        for (int i = 0; i < all.length; i++) {
            if (anybody && sound[i] == 0 && !loads.panic()[i]) {
                assertThat(loads.percent()[i]).isZero();
            }
        }
    }
}
