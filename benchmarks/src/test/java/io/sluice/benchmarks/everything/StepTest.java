package io.sluice.benchmarks.everything;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.load.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {
    private static final List<Step> STEPS = Step.all();

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyScenarioIsCompared(Scenario scenario) {
        assertThat(STEPS)
                .filteredOn(Step::isComparison)
                .extracting(Step::name)
                .contains(scenario.word() + "-" + scenario.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "small-1",
                "small-32",
                "small-512",
                "mesh-32",
                "micro",
                "start",
                "memory",
                "growth",
                "idle",
                "scale"
            })
    void nothingIsLeftOut(String name) {
        assertThat(STEPS).filteredOn(step -> step.name().equals(name)).hasSize(1);
    }

    @Test
    void everyProgramIsThere() {
        assertThat(STEPS)
                .allMatch(step -> Files.isExecutable(Path.of(step.program())), "is a script beside the module");
    }

    @Test
    void aQuickComparisonIsTheSameButQuick() {
        assertThat(STEPS)
                .filteredOn(Step::comparesAll)
                .allSatisfy(step -> assertThat(step.quickArguments())
                        .startsWith(step.arguments().toArray(String[]::new))
                        .endsWith("--quick"));
    }
}
