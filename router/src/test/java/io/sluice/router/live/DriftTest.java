package io.sluice.router.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a split that is seen is another than the one that is set. */
class DriftTest {
    @ParameterizedTest(name = "{1} where {0} are set: {2}")
    @CsvSource({
        "75 25,   0 0,         UNKNOWN",
        "90 10,   37 3,        UNKNOWN", // seven in a hundred of forty, where ten are set
        "90 10,   450 50,      NONE",
        "75 25,   7480 2520,   NONE",
        "75 25,   7000 3000,   DRIFTS",
        "75 25,   0 40,        DRIFTS",
        "100 0,   1000 0,      NONE",
        "100 0,   1000 1,      DRIFTS",
        "1 1 1,   330 335 335, NONE",
        "1 1 1,   400 300 300, DRIFTS",
    })
    void isTold(String set, String seen, Drift drift) {
        List<Long> counts = numbers(seen);
        List<Integer> shares = numbers(set).stream().map(Long::intValue).toList();
        assertThat(Drift.of(shares, counts)).isEqualTo(drift);
    }

    private static List<Long> numbers(String text) {
        return Arrays.stream(text.split(" ", -1)).map(Long::valueOf).toList();
    }

    /** About one honest split in a thousand. */
    @Test
    void chanceAloneIsHardlyEverToldAsDrift() {
        Random random = new Random(7);
        int alarms = 0;
        for (int trial = 0; trial < 2000; trial++) {
            long canary = random.ints(1000, 0, 100).filter(draw -> draw < 25).count();
            alarms += Drift.of(List.of(75, 25), List.of(1000 - canary, canary)) == Drift.DRIFTS ? 1 : 0;
        }
        assertThat(alarms).isLessThan(10);
    }
}
