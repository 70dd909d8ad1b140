package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DemoCommandTest {
    @BeforeEach
    void besideTheLauncher() {
        System.setProperty("sluice.home", "..");
    }

    @AfterEach
    void forgetTheLauncher() {
        System.clearProperty("sluice.home");
    }

    @Test
    void callsItselfShowsTheSplitAndEnds() {
        CommandLineRun outcome = CommandLineRun.of("demo", "--calls", "40");
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.output()).matches("40 requests: main \\d+ \\(.* %\\), canary \\d+ \\(.* %\\)\\n");
        assertThat(outcome.code()).isZero();
    }
}
