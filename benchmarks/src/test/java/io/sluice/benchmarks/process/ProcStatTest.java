package io.sluice.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcStatTest {
    private static final String AFTER_NAME =
            " S 1 4242 4242 0 -1 4194560 100 0 0 0 301 202 7 5 20 0 3 0 12345 1000000 500 18446744073709551615";

    @ParameterizedTest
    @ValueSource(strings = {"(nginx)", "(nginx: worker)", "(a) b (c))"})
    void cpuIsUserAndSystemTimeOfSelfAndEndedChildrenWhateverTheName(String name) {
        assertThat(ProcStat.cpuTicks("4242 " + name + AFTER_NAME)).isEqualTo(301 + 202 + 7 + 5);
    }

    @Test
    void schedstatBeginsWithTheTimeOnACpu() {
        assertThat(ProcStat.runNanos("607529123 64034 17\n")).isEqualTo(607_529_123);
    }

    @Test
    void sizesAreInKibibytes() {
        assertThat(ProcStat.kibibytes("VmHWM:\t  20000 kB\nVmRSS:\t  16384 kB\n", "VmRSS"))
                .isEqualTo(16_384);
    }

    @Test
    void aProcessWithoutMemoryHasNone() {
        assertThat(ProcStat.kibibytes("Name:\tzombie\nState:\tZ\n", "VmRSS")).isZero();
    }

    @Test
    void stealIsTheEighthColumn() {
        assertThat(ProcStat.stealTicks("cpu  10 20 30 40 50 60 70 81 90 0\ncpu0 1 2 3 4\n"))
                .isEqualTo(81);
    }
}
