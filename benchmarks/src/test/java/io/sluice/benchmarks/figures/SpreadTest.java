package io.sluice.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void anOddNumberOfRoundsHasItsMiddleAsMedian() {
        assertThat(Spread.of(9, 1, 5)).isEqualTo(new Spread(1, 5, 9));
    }

    @Test
    void anEvenNumberOfRoundsHasTheMeanOfBothMiddles() {
        assertThat(Spread.of(4, 1, 2, 100).median()).isEqualTo(3);
    }

    @Test
    void aRoundWithoutAFigureIsLeftOut() {
        assertThat(Spread.of(Double.NaN, 7, Double.POSITIVE_INFINITY)).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void ofNothingNothingIsSaid() {
        assertThat(Spread.of().median()).isNaN();
    }

    @Test
    void aDriftThatBothFeelLeavesTheRatioAlone() {
        double[] slowsDown = {10, 20, 40};
        double[] slowsDownToo = {20, 40, 80};

        assertThat(Spread.ofRatios(slowsDown, slowsDownToo)).isEqualTo(new Spread(0.5, 0.5, 0.5));
    }

    @Test
    void ratiosNeedTheSameRounds() {
        assertThatThrownBy(() -> Spread.ofRatios(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void halfOfTheRoundsLieOnEachSideOfTheMedian(
            @ForAll @Size(min = 1, max = 30) double @DoubleRange(min = -1e6, max = 1e6) [] rounds) {
        Spread spread = Spread.of(rounds);

        assertThat(Arrays.stream(rounds)
                        .filter(round -> round < spread.median())
                        .count())
                .isLessThanOrEqualTo(rounds.length / 2);
        assertThat(Arrays.stream(rounds)
                        .filter(round -> round > spread.median())
                        .count())
                .isLessThanOrEqualTo(rounds.length / 2);
    }
}
