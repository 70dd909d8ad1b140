package io.sluice.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioTest {
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyBodyIsAPredictionRequest(Scenario scenario) throws IOException {
        assertThat(new ObjectMapper()
                        .readTree(scenario.body())
                        .at("/data/ndarray/0")
                        .size())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource({"1k, 1000", "16k, 16000", "100k, 100000"})
    void aBodyIsAboutAsLongAsItsWordSays(String word, int bytes) {
        assertThat(Scenario.named(word).body().length()).isCloseTo(bytes, withPercentage(5));
    }

    @Test
    void anUnknownWordIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Scenario.named("2k")).hasMessageContaining("small, 1k, 16k, 100k");
    }
}
