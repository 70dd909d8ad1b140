package io.sluice.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {
    @ParameterizedTest(name = "after {0}: settled {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "20.0                      | false",
                "20.0 20.0                 | false",
                "20.0 20.1 20.2            | true",
                "20.0 20.2 20.5            | false",
                "30.0 25.0 20.0 20.1 20.2  | true",
                "20.0 20.0 20.0 25.0       | false",
                "NaN 20.0 20.0             | false"
            })
    void settledIsWhatDiffersByLessThanTwoPercentThreeTimesInARow(String rounds, boolean settled) {
        assertThat(warmUp(20, rounds).isSettled()).isEqualTo(settled);
    }

    @Test
    void itGoesOnUntilSettled() {
        assertThat(warmUp(20, "30 25 20").isOver()).isFalse();
        assertThat(warmUp(20, "30 25 20 20 20").isOver()).isTrue();
    }

    @Test
    void theBoundEndsItUnsettled() {
        WarmUp restless = warmUp(4, "30 20 30 20");

        assertThat(restless.isOver()).isTrue();
        assertThat(restless.isSettled()).isFalse();
    }

    private static WarmUp warmUp(int mostRounds, String rounds) {
        WarmUp warmUp = new WarmUp(mostRounds);
        Arrays.stream(rounds.split(" ", -1)).mapToDouble(Double::parseDouble).forEach(warmUp::add);
        return warmUp;
    }
}
