package io.sluice.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParityTest {
    @ParameterizedTest(name = "{0} of 400: {1}")
    @CsvSource({"100, true", "70, true", "130, true", "60, false", "140, false", "0, false", "200, false", "400, false"
    })
    void aQuarterIsAQuarterWithinFourStandardDeviations(int canary, boolean quarter) {
        assertThat(Parity.isQuarter(canary, 400)).isEqualTo(quarter);
    }
}
