package io.sluice.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrkReportTest {
    private static final String OUTPUT = """
        Running 2s test @ http://127.0.0.1:19111/seldon/ns/m/api/v1.0/predictions
          1 threads and 32 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   640.12us    1.04ms  14.61ms   95.66%
        Requests/sec:  49830.11
        Transfer/sec:     12.93MB
        figures: requests=100000 duration_us=2000000 p50_us=560 p99_us=4950 connect=0 read=0 write=0 timeout=0 status=0
        """;

    @Test
    void figuresComeFromTheLineOfOurScript() {
        assertThat(WrkReport.parse(OUTPUT)).isEqualTo(new WrkReport(100_000, 2_000_000, 560, 4_950, 0));
    }

    @Test
    void theRateIsThatOfTheTimeItReallyTook() {
        assertThat(WrkReport.parse(OUTPUT).requestsPerSecond()).isEqualTo(50_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "read", "write", "timeout", "status"})
    void everyKindOfFailureIsAnError(String kind) {
        assertThat(WrkReport.parse(OUTPUT.replace(kind + "=0", kind + "=3")).errors())
                .isEqualTo(3);
    }

    @Test
    void withoutFiguresTheOutputIsQuoted() {
        assertThatThrownBy(() -> WrkReport.parse("unable to connect to 127.0.0.1:19111 Connection refused"))
                .hasMessageContaining("Connection refused");
    }

    @Test
    void aMissingFigureIsNamed() {
        assertThatThrownBy(() -> WrkReport.parse(OUTPUT.replace("p99_us=4950 ", "")))
                .hasMessageContaining("p99_us");
    }
}
