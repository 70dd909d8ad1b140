package io.sluice.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemCallsTest {
    @Test
    void theCountStandsBeforeTheEvent() {
        assertThat(PerfCount.parse("figures: requests=10\n423456,,raw_syscalls:sys_enter,2001234567,100.00,,\n"))
                .hasValue(423_456);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<not counted>,,raw_syscalls:sys_enter,0,100.00,,",
                "<not supported>,,raw_syscalls:sys_enter,0,100.00,,",
                "12,,cycles,0,100.00,,",
                ""
            })
    void whatWasNotCountedIsNotZero(String output) {
        assertThat(PerfCount.parse(output)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.00    0.004012           1      3120        17 total",
                "100.00    0.004012           1      3120           total"
            })
    void straceEndsWithTheSum(String line) {
        assertThat(StraceCount.parse("% time     seconds  usecs/call     calls    errors syscall\n" + line))
                .hasValue(3_120);
    }
}
